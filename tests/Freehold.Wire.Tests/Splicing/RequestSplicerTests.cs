using System.Text.Json;
using Freehold.Wire.Requests;
using Freehold.Wire.Splicing;
using Freehold.Wire.Texts;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Wire.Tests.Splicing;

public sealed class RequestSplicerTests
{
    [Theory]
    [InlineData("""{ "model" : "a" , "x" : 1.0 }""", false, """{ "model" : "new" , "x" : 1.0 }""")]
    [InlineData("""{"m\u006fdel":"a"}""", false, """{"m\u006fdel":"new"}""")]
    [InlineData("""{"x":{"model":"a","stream_options":{}},"model":null}""", false, """{"x":{"model":"a","stream_options":{}},"model":"new"}""")]
    [InlineData("""{"model":"a","stream":true}""", true, """{"model":"new","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a","stream_options":null}""", true, """{"model":"new","stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{ },"model":"a"}""", true, """{"stream_options":{"include_usage":true },"model":"new"}""")]
    [InlineData("""{"stream_options":{"y":[1]},"model":"a"}""", true, """{"stream_options":{"include_usage":true,"y":[1]},"model":"new"}""")]
    [InlineData("""{"stream_options":{"y":1,"include_usage": false }}""", true, """{"stream_options":{"y":1,"include_usage": true }}""")]
    [InlineData("""{"stream_options":{"include_usage":false}}""", false, """{"stream_options":{"include_usage":false}}""")]
    [InlineData("{}", true, """{"stream_options":{"include_usage":true}}""")]
    public void Only_the_model_and_the_usage_option_change(string body, bool forceUsage, string expected) =>
        Assert.Equal(expected, Splice(body, forceUsage));

    [Fact]
    public void Splicing_a_recorded_request_with_its_own_model_changes_no_byte()
    {
        foreach (var (_, bytes) in Traces.ReadAll("request.json"))
        {
            var body = ((ReadOnlySpan<byte>)bytes).Text();
            Assert.Equal(body, Splice(body, false, "gpt-4o-mini"));
            Assert.Equal(body.Replace("gpt-4o-mini", "other", StringComparison.Ordinal), Splice(body, false, "other"));
        }
    }

    [Fact]
    public void A_model_name_is_escaped() =>
        Assert.Equal("a\"b\\é", JsonGen.Parse(Splice("""{"model":"x"}""", false, "a\"b\\é")).GetProperty("model").GetString());

    [Fact]
    public void Splice_then_parse_equals_parse_then_replace() =>
        Prop.ForAll(JsonGen.Object(3, distinct: true).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (body, forceUsage) =>
        {
            var spliced = JsonGen.Parse(Splice(body, forceUsage));
            Assert.Equal(Expected(JsonGen.Parse(body), forceUsage), JsonGen.Canonical(spliced));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_body_that_is_read_has_the_same_messages_after_splicing() =>
        Prop.ForAll(JsonGen.Object(2, distinct: true).ToArbitrary(), extra =>
        {
            var inner = extra[1..^1].Trim();
            var body = $$"""{{{inner}}{{(inner.Length > 0 ? "," : "")}}"stream_options":null,"stream":true,"model":"m","messages":[{"role":"user","content":"hi"}]}""";
            if (!RequestReader.TryReadChat(Utf8Text.Bytes(body), out var before, out _)) return;
            if (!RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out var texts, out _)) return;
            texts.Dispose();
            Assert.True(RequestReader.TryReadChat(Utf8Text.Bytes(Splice(body, true)), out var after, out var error), error?.Message);
            Assert.Equal(("new", true), (after.Model, after.WantsStreamUsage));
            Assert.Equal(before.Messages[0].Content!.ToText(), after.Messages[0].Content!.ToText());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"model\":")]
    public void A_body_that_was_never_checked_throws_instead_of_going_out(string body) =>
        Assert.ThrowsAny<JsonException>(() => Splice(body, true));

    /// <summary>The splice done the slow way, on the parsed value.</summary>
    private static string Expected(JsonElement body, bool forceUsage)
    {
        var members = JsonGen.Members(body);
        if (members.ContainsKey("model")) members["model"] = JsonGen.Parse("\"new\"");
        if (forceUsage)
        {
            var options = members.TryGetValue("stream_options", out var own) && own.ValueKind == JsonValueKind.Object ? JsonGen.Members(own) : [];
            options["include_usage"] = JsonGen.Parse("true");
            members["stream_options"] = JsonSerializer.SerializeToElement(options);
        }

        return JsonGen.Canonical(JsonSerializer.SerializeToElement(members));
    }

    private static string Splice(string body, bool forceUsage, string model = "new") =>
        Utf8Text.Written(output => RequestSplicer.Write(Utf8Text.Bytes(body), model, forceUsage, output));
}
