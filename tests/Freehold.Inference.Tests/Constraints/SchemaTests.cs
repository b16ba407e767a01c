using Freehold.Inference.Constraints;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>What is accepted under a schema, text by text, and what is refused.</summary>
public sealed class SchemaTests
{
    private readonly ConstrainedRun _run = new(new SyntheticVocabulary());

    [Theory]
    [InlineData("""{"type":"integer","minimum":-12,"maximum":105}""", -12, 105, 1)]
    [InlineData("""{"type":"integer","exclusiveMinimum":7,"exclusiveMaximum":10}""", 8, 9, 1)]
    [InlineData("""{"type":"integer","minimum":-300,"maximum":-299}""", -300, -299, 1)]
    [InlineData("""{"type":"integer","minimum":-99,"maximum":400,"multipleOf":7}""", -99, 400, 7)]
    [InlineData("""{"type":"number","minimum":-99.5,"maximum":40.1,"multipleOf":3}""", -99, 40, 3)]
    public void Bounded_integers_are_exactly_those(string schema, int low, int high, int multiple)
    {
        var machine = _run.Compile(schema);
        for (var value = -1_100; value <= 1_100; value++)
            Assert.Equal(value >= low && value <= high && value % multiple == 0, ConstrainedRun.Accepts(machine, $"{value}"));
    }

    [Fact]
    public void Bounded_decimals_are_exactly_those()
    {
        var machine = _run.Compile("""{"type":"number","exclusiveMinimum":-1.25,"maximum":10.5}""");
        for (var value = -200; value <= 1_200; value++)
        {
            var number = value / 100m;
            var isInside = number > -1.25m && number <= 10.5m;
            Assert.Equal(isInside, ConstrainedRun.Accepts(machine, $"{number:0.00}"));
        }

        Assert.False(ConstrainedRun.Accepts(machine, "-1.250"));
        Assert.True(ConstrainedRun.Accepts(machine, "-1.249"));
        Assert.True(ConstrainedRun.Accepts(machine, "10.500"));
        Assert.False(ConstrainedRun.Accepts(machine, "10.501"));
        Assert.False(ConstrainedRun.Accepts(machine, "01"));
    }

    [Theory]
    [InlineData("""{"type":"string","maxLength":2}""", "\"\\u00e9\U0001F600\"", true)]
    [InlineData("""{"type":"string","maxLength":2}""", "\"abc\"", false)]
    [InlineData("""{"type":"string","maxLength":1}""", "\"\\ud83d\\ude00\"", true)]
    [InlineData("""{"type":"string"}""", "\"\\ud83d\"", false)]
    [InlineData("""{"type":"string"}""", "\"\\ude00\"", false)]
    [InlineData("""{"type":"string"}""", "\"\n\"", false)]
    [InlineData("""{"type":"string","pattern":"b"}""", "\"abc\"", true)]
    [InlineData("""{"type":"string","pattern":"^b|c$"}""", "\"abc\"", true)]
    [InlineData("""{"type":"string","pattern":"^b|c$"}""", "\"acb\"", false)]
    [InlineData("""{"type":"string","pattern":"^(?:a{2,3})+$","maxLength":5,"minLength":5}""", "\"aaaaa\"", true)]
    [InlineData("""{"type":"string","pattern":"^(?:a{2,3})+$","maxLength":5,"minLength":5}""", "\"aaaa\"", false)]
    [InlineData("""{"type":"string","pattern":"^(a*)*$"}""", "\"aaa\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-29\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2023-02-29\"", false)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2100-02-29\"", false)]
    [InlineData("""{"properties":{"a":{"type":"null"},"b":{"type":"null"}},"required":["b"]}""", """{"b":null}""", true)]
    [InlineData("""{"properties":{"a":{"type":"null"},"b":{"type":"null"}},"required":["b"]}""", """{"a": null, "b":null}""", true)]
    [InlineData("""{"properties":{"a":{"type":"null"},"b":{"type":"null"}},"required":["b"]}""", """{"b":null,"a":null}""", false)]
    [InlineData("""{"properties":{"a":{"type":"null"},"b":{"type":"null"}},"required":["b"]}""", """{"a":null}""", false)]
    [InlineData("""{"properties":{"a":{"type":"null"}},"additionalProperties":{"type":"integer"}}""", """{"a":null,"ab":1,"":2}""", true)]
    [InlineData("""{"properties":{"a":{"type":"null"}},"additionalProperties":{"type":"integer"}}""", """{"a":1}""", false)]
    [InlineData("""{"properties":{"a":{"type":"null"}}}""", """{"b":1}""", false)]
    [InlineData("""{"required":["z"]}""", """{"z":[{}]}""", true)]
    [InlineData("""{"prefixItems":[{"type":"null"}],"items":{"type":"integer"},"minItems":2}""", "[null, 1,2]", true)]
    [InlineData("""{"prefixItems":[{"type":"null"}],"items":{"type":"integer"},"minItems":2}""", "[null]", false)]
    [InlineData("""{"prefixItems":[{"type":"null"}],"items":false}""", "[null,1]", false)]
    [InlineData("""{"type":"array","maxItems":0}""", "[]", true)]
    [InlineData("""{"enum":[1.0,"\u0041",{"a": [1, 2]}]}""", """{"a":[1,2]}""", true)]
    [InlineData("""{"enum":[1.0,"\u0041",{"a": [1, 2]}]}""", "1", true)]
    [InlineData("""{"type":"string","enum":[1.0,"\u0041"]}""", "1", false)]
    [InlineData("""{"allOf":[{"minimum":3},{"maximum":5,"type":"integer"}]}""", "4", true)]
    [InlineData("""{"allOf":[{"minimum":3},{"maximum":5,"type":"integer"}]}""", "6", false)]
    [InlineData("""{"anyOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":{},"b":{}}}""", """{"b":1}""", true)]
    [InlineData("""{"anyOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":{},"b":{}}}""", "{}", false)]
    [InlineData("true", """{"a":[null,true,-1.5e3]}""", true)]
    public void A_text_is_accepted_or_not(string schema, string text, bool accepted) =>
        Assert.Equal(accepted, ConstrainedRun.Accepts(_run.Compile(schema), text));

    [Theory]
    [InlineData("""{"properties":{"a/b":{"not":{}}}}""", "#/properties/a~1b/not")]
    [InlineData("""{"items":{"uniqueItems":true}}""", "#/items/uniqueItems")]
    [InlineData("""{"if":{}}""", "#/if")]
    [InlineData("""{"patternProperties":{}}""", "#/patternProperties")]
    [InlineData("""{"pattern":"(?=a)"}""", "#/pattern")]
    [InlineData("""{"pattern":"(a)\\1"}""", "#/pattern")]
    [InlineData("""{"pattern":"a{1000}{1000}"}""", "#/pattern")]
    [InlineData("""{"pattern":"((a{1000}){1000}){1000}"}""", "#")]
    [InlineData("""{"pattern":"[z-a]"}""", "#/pattern")]
    [InlineData("""{"pattern":"(a"}""", "#/pattern")]
    [InlineData("""{"format":"color"}""", "#/format")]
    [InlineData("""{"type":"number","multipleOf":0.01}""", "#/multipleOf")]
    [InlineData("""{"maxLength":100000000}""", "#/maxLength")]
    [InlineData("""{"minLength":-1}""", "#/minLength")]
    [InlineData("""{"type":"text"}""", "#/type")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#/$ref")]
    [InlineData("""{"$ref":"http://example.com/schema"}""", "#/$ref")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "#")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#/oneOf")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", "#")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"null"}]}""", "#")]
    [InlineData("""{"enum":["\ud800"]}""", "#/enum/0")]
    [InlineData("""{"properties":{"\ud800":{}}}""", "#/properties")]
    [InlineData("""{"required":["a"],"additionalProperties":false}""", "#")]
    [InlineData("3", "#")]
    public void What_is_not_supported_is_refused_by_its_place(string schema, string place) =>
        Assert.Contains($"at '{place}'", _run.Refusal(schema), StringComparison.Ordinal);

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_not_json_is_refused(string schema) => Assert.Contains("not JSON", _run.Refusal(schema), StringComparison.Ordinal);

    [Fact]
    public void Schemas_made_to_grow_are_refused_or_compiled_within_their_bounds()
    {
        string Item(int i) => "{\"$ref\":\"#/$defs/d" + i + "\"}";
        string Arrays(string item) =>
            "{\"type\":\"array\",\"items\":" + item + "},{\"type\":\"array\",\"maxItems\":9,\"items\":" + item + "}";
        var doubling = string.Concat(Enumerable.Range(0, 40).Select(i => $"\"d{i}\":{{\"anyOf\":[{Arrays(Item(i + 1))}]}},"));
        var machine = _run.Compile("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + doubling + "\"d40\":{\"type\":\"null\"}}}");
        Assert.True(ConstrainedRun.Accepts(machine, new string('[', 39) + new string(']', 39)));

        var names = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"p{i}\":{{\"maxLength\":16000}}"));
        Assert.Contains("states", _run.Refusal($"{{\"properties\":{{{names}}}}}"), StringComparison.Ordinal);
        Assert.Contains("characters", _run.Refusal(new string(' ', ConstraintLimits.SchemaChars) + "{}"), StringComparison.Ordinal);
        Assert.Contains(
            "not JSON",
            _run.Refusal(string.Concat(Enumerable.Repeat("{\"items\":", 100)) + "{}" + new string('}', 100)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_schemas_in_a_oneOf_a_required_constant_tells_them_apart()
    {
        var machine = _run.Compile("""
            {"oneOf":[
              {"type":"object","properties":{"kind":{"const":"a"},"x":{"type":"integer"}},"required":["kind","x"]},
              {"type":"object","properties":{"kind":{"const":"b"},"y":{"type":"string"}},"required":["kind","y"]}]}
            """);
        Assert.True(ConstrainedRun.Accepts(machine, """{"kind":"a","x":1}"""));
        Assert.False(ConstrainedRun.Accepts(machine, """{"kind":"b","x":1}"""));
    }
}
