using Freehold.Wire.Texts;

namespace Freehold.Wire.Tests.Texts;

/// <summary>What of a request is read as text, whichever API it is for.</summary>
public sealed class RequestTextReaderTests
{
    [Theory]
    [InlineData("""{"model":"gpt-2024-08-06","messages":[{"role":"user","content":"one"}]}""", "one")]
    [InlineData("""{"messages":[{"role":"system","content":"one"},{"role":"developer","content":"two"},{"role":"tool","tool_call_id":"call_9x","content":"three"}]}""", "one|two|three")]
    [InlineData("""{"messages":[{"role":"user","name":"Ann","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]}""", "Ann|one|two")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"refusal":"no","tool_calls":[{"id":"c1","type":"function","function":{"name":"send","arguments":"{\"to\":\"a\\u0040b.org\",\"n\":[\"x\"]}"}}]}]}""", "no|c1|send|to: a@b.org|n: x")]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"call Ann","name":"call_9","content":"x"}]}""", "call Ann|call_9|x")]
    [InlineData("""{"messages":[{"role":"assistant","function_call":{"name":"send","arguments":"{\"q\":\"{\\\"deep\\\":\\\"text\\\"}\"}"}}]}""", "send|q: deep: text")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","description":"Of Ann","parameters":{"type":"object","properties":{"town":{"type":"string","description":"Where"}},"required":["town"]}}}]}""", "f|Of Ann|town: Where|town")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"enum":["red","blue"]}}}}""", "s|red|blue")]
    [InlineData("""{"prediction":{"type":"content","content":"guess"},"stop":["a","b"],"user":"u-1","metadata":{"k":"v"}}""", "prediction: guess|a|b|u-1|k: v")]
    [InlineData("""{"prompt":"one"}""", "one")]
    [InlineData("""{"prompt":["one","two"],"suffix":"three"}""", "one|two|three")]
    [InlineData("""{"input":["one",""]}""", "one")]
    [InlineData("""{"unknown":{"x":[{"y":"one"}]},"p\u0061ssword":"two"}""", "unknown: x: y: one|password: two")]
    [InlineData("""{"prompt":"caf\u00e9 \ud83d\ude00\n\"q\""}""", "café 😀\n\"q\"")]
    [InlineData("""{"seed":1234567890,"account":12345678,"n":3,"metadata":{"id":4111111111111111}}""", "account: 12345678|4111111111111111")]
    [InlineData("""{"prompt":"[not json]"}""", "[not json]")]
    [InlineData("""{"prompt":" {\"a\":\"b\"} "}""", "a: b")]
    public void Every_string_and_every_name_that_is_not_the_apis_own_is_read_in_order(string body, string expected)
    {
        using var texts = Read(body);
        Assert.True(texts.IsWhole);
        Assert.Equal(UnreadableContent.None, texts.Unreadable);
        Assert.Equal(expected.Split('|'), texts.Text.ToString().Split("\n\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/1.png"}}]}]}""", UnreadableContent.Media)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""", UnreadableContent.Media)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""", UnreadableContent.Media)]
    [InlineData("""{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""", UnreadableContent.Media)]
    [InlineData("""{"tools":[{"function":{"parameters":{"properties":{"file":{},"image_url":{}}}}}],"messages":[]}""", UnreadableContent.None)]
    [InlineData("""{"prompt":[1,2,3]}""", UnreadableContent.TokenIds)]
    [InlineData("""{"prompt":[[1,2],[3]]}""", UnreadableContent.TokenIds)]
    [InlineData("""{"input":[[50256]]}""", UnreadableContent.TokenIds)]
    [InlineData("""{"x":"data:image/png;base64,iVBORw0KGgo="}""", UnreadableContent.Binary)]
    [InlineData("""{"x":"DATA:text/plain,Ann"}""", UnreadableContent.Binary)]
    [InlineData("""{"x":"data:,Ann"}""", UnreadableContent.Binary)]
    [InlineData("""{"x":"data: 1, 2"}""", UnreadableContent.None)]
    [InlineData("""{"x":"data:one,two"}""", UnreadableContent.None)]
    public void What_cannot_be_read_is_named(string body, UnreadableContent expected)
    {
        using var texts = Read(body);
        Assert.Equal(expected, texts.Unreadable);
    }

    [Fact]
    public void A_long_run_of_base64_is_bytes_and_a_short_one_is_text()
    {
        using var bytes = Read($$"""{"x":"{{new string('A', TextLimits.Base64Chars)}}"}""");
        using var text = Read($$"""{"x":"{{new string('A', TextLimits.Base64Chars - 1)}}"}""");
        Assert.Equal((UnreadableContent.Binary, UnreadableContent.None), (bytes.Unreadable, text.Unreadable));
        Assert.Contains("AAA", text.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"a","content":"b"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[],"x":[0,{"y":{"a":1,"b":2,"\u0061":3}}]}""", @"x[1].y.\u0061")]
    [InlineData("""{"model":"a","model":"b"}""", "model")]
    [InlineData("""{"m":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"r":1,"q":1}}""", "m.q")]
    public void A_name_that_comes_twice_is_refused_with_its_path(string body, string path)
    {
        Assert.False(RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out _, out var error));
        Assert.Equal((400, path), (error.Status, error.Param));
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_name_in_two_objects_is_no_duplicate()
    {
        using var texts = Read("""{"a":{"x":{"x":1},"y":2},"x":{"y":1},"y":[{"x":1},{"x":2}]}""");
        Assert.True(texts.IsWhole);
    }

    [Theory]
    [InlineData("""{"x":["a","\ud83d"]}""", "x[1]")]
    [InlineData("""{"x":{"\ud83d":1}}""", @"x.\ud83d")]
    public void Half_of_a_surrogate_pair_is_refused_with_its_path(string body, string path)
    {
        Assert.False(RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out _, out var error));
        Assert.Equal((400, path), (error.Status, error.Param));
    }

    [Fact]
    public void Beyond_a_bound_the_texts_are_not_whole()
    {
        var many = "{\"x\":[" + string.Join(',', Enumerable.Repeat("\"a\"", TextLimits.Strings + 1)) + "]}";
        using var tooMany = Read(many);
        Assert.False(tooMany.IsWhole);

        Assert.True(RequestTextReader.TryRead("""{"prompt":"0123456789"}"""u8, 9, out var tooLong, out _));
        Assert.False(tooLong.IsWhole);
        tooLong.Dispose();
    }

    [Fact]
    public void Json_that_is_nested_beyond_the_bound_is_read_as_it_stands()
    {
        var text = "\"end\\u0021\"";
        for (var i = 0; i <= TextLimits.NestedDocuments; i++) text = System.Text.Json.JsonSerializer.Serialize($"{{\"k\":{text}}}");
        using var texts = Read($$"""{"x":{{text}}}""");
        Assert.Equal("x: k: k: k: {\"k\":\"end\\u0021\"}", texts.Text.ToString());
    }

    private static RequestTexts Read(string body)
    {
        Assert.True(RequestTextReader.TryRead(Utf8Text.Bytes(body), int.MaxValue, out var texts, out var error), error?.Message);
        return texts;
    }
}
