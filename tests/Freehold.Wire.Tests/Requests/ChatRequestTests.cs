using Freehold.Wire.Chat;
using Freehold.Wire.Requests;

namespace Freehold.Wire.Tests.Requests;

public sealed class ChatRequestTests
{
    [Fact]
    public void All_fields_of_a_full_request_are_read()
    {
        var request = Read("""
            {"model":"m","messages":[
              {"role":"developer","content":"be brief","name":"ops"},
              {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"b"}]},
              {"role":"assistant","content":null,"tool_calls":[ {"id":"1"} ]},
              {"role":"tool","tool_call_id":"1","content":"42"}],
             "max_tokens":5,"max_completion_tokens":7,"temperature":0.5,"top_p":0.9,"n":2,"stop":["x","y"],"stream":true,
             "stream_options":{"include_usage":true},"seed":-3,"logprobs":true,"top_logprobs":2,"presence_penalty":1,
             "frequency_penalty":-1,"logit_bias":{"50256":-100},"user":"u","metadata":{"k":"v"},"tools":[ ],"tool_choice":"auto",
             "response_format":{"type":"json_object"},"unknown":{"deep":[1,2]}}
            """);
        Assert.Equal([ChatRole.Developer, ChatRole.User, ChatRole.Assistant, ChatRole.Tool], request.Messages.Select(message => message.Role));
        Assert.Equal("ops", request.Messages[0].Name);
        Assert.Equal("ab", request.Messages[1].Content!.ToText());
        Assert.Equal(1, request.Messages[1].Content!.FindNonText());
        Assert.Equal(ContentPartKind.ImageUrl, request.Messages[1].Content!.Parts![1].Kind);
        Assert.Equal("""[ {"id":"1"} ]""", request.Messages[2].ToolCalls.ToString());
        Assert.Equal("1", request.Messages[3].ToolCallId);
        Assert.Equal((5, 7, 7), (request.MaxTokens, request.MaxCompletionTokens, request.OutputTokenLimit));
        Assert.Equal((0.5, 0.9, 2, -3), (request.Temperature, request.TopP, request.ChoiceCount, request.Seed));
        Assert.Equal(["x", "y"], request.Stop!);
        Assert.True(request.WantsStreamUsage);
        Assert.Equal((true, 2, 1.0, -1.0), (request.Logprobs, request.TopLogprobs, request.PresencePenalty, request.FrequencyPenalty));
        Assert.Equal(-100, request.LogitBias![50256]);
        Assert.Equal(("u", "v"), (request.User, request.Metadata!["k"]));
        Assert.Equal(("[ ]", "\"auto\"", """{"type":"json_object"}"""),
            (request.Tools.ToString(), request.ToolChoice.ToString(), request.ResponseFormat.ToString()));
    }

    [Fact]
    public void Null_stands_for_absent_in_every_optional_field()
    {
        var request = Read("""
            {"model":"m","messages":[{"role":"user","content":"x","name":null}],"max_tokens":null,"max_completion_tokens":null,
             "temperature":null,"top_p":null,"n":null,"stop":null,"stream":null,"stream_options":null,"seed":null,"logprobs":null,
             "top_logprobs":null,"presence_penalty":null,"frequency_penalty":null,"logit_bias":null,"user":null,"metadata":null}
            """);
        var bare = Read("""{"model":"m","messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal(bare with { Messages = request.Messages }, request);
    }

    [Fact]
    public void Escaped_names_are_names()
    {
        var request = Read("""{"mess\u0061ges":[{"role":"user","content":"y"}],"m\u006fdel":"b"}""");
        Assert.Equal("b", request.Model);
        Assert.Equal("y", request.Messages[0].Content!.ToText());
    }

    private static ChatCompletionRequest Read(string body)
    {
        Assert.True(RequestReader.TryReadChat(Utf8Text.Bytes(body), out var request, out var error), error?.Message);
        return request;
    }
}
