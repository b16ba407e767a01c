using System.ComponentModel;
using System.Text.Json;
using Freehold.Cli.Tests.Support;
using Freehold.Client;
using Microsoft.Extensions.AI;

namespace Freehold.Cli.Tests.Client;

public sealed class ChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_becomes_OpenAIs_json()
    {
        var gateway = FakeGateway.Answering(Samples.Completion("ok"));
        var options = new ChatOptions
        {
            Instructions = "be brief",
            MaxOutputTokens = 7,
            Temperature = 0.5f,
            TopP = 0.25f,
            Seed = 42,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.Json,
            ToolMode = ChatToolMode.RequireSpecific("Weather"),
            Tools = [AIFunctionFactory.Create(Weather)],
            AdditionalProperties = new() { [FreeholdChatClient.LabelKey] = "restricted" },
        };
        var arguments = new Dictionary<string, object?> { ["city"] = "Bern", ["days"] = 2 };
        ChatMessage[] messages =
        [
            new(ChatRole.User, [new TextContent("what is "), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "Weather", arguments)]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "sunny"), new FunctionResultContent("c2", new { Celsius = 21 })]),
        ];

        using var chat = Connect(gateway).AsIChatClient("stories", new CallOptions { Workload = "weather" });
        await chat.GetResponseAsync(messages, options, Token);

        var seen = gateway.Seen.Single();
        Assert.Equal(("restricted", "weather"), (seen.Label, seen.Workload));
        AssertJson(
            """
            {"model":"stories","messages":[
              {"role":"system","content":"be brief"},
              {"role":"user","content":[
                {"type":"text","text":"what is "},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"Weather","arguments":"{\"city\":\"Bern\",\"days\":2}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"sunny"},
              {"role":"tool","tool_call_id":"c2","content":"{\"celsius\":21}"}],
             "max_completion_tokens":7,"temperature":0.5,"top_p":0.25,"seed":42,"stop":["END"],"response_format":{"type":"json_object"},
             "tools":[{"type":"function","function":{"name":"Weather","description":"The weather.",
               "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}],
             "tool_choice":{"type":"function","function":{"name":"Weather"}}}
            """,
            seen.Body);
    }

    [Fact]
    public async Task An_answer_brings_text_usage_finish_and_route()
    {
        var gateway = new FakeGateway(_ =>
        {
            var response = FakeGateway.Json(Samples.Completion("hello"));
            response.Headers.Add("x-freehold-decision", "auto: local first");
            return response;
        });

        using var chat = Connect(gateway).AsIChatClient();
        var answer = await chat.GetResponseAsync("hi", cancellationToken: Token);

        Assert.Equal(("hello", "chatcmpl-1", "stories"), (answer.Text, answer.ResponseId, answer.ModelId));
        Assert.Equal((3, 2), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("auto: local first", Assert.IsType<RouteInfo>(answer.AdditionalProperties![FreeholdChatClient.RouteKey]).Decision);
    }

    [Fact]
    public async Task Streamed_pieces_of_tool_calls_come_out_as_whole_calls_in_their_order()
    {
        var gateway = new FakeGateway(_ => FakeGateway.Events(
            Samples.Chunk("""{"role":"assistant","content":"Let me see."}"""),
            Samples.Chunk("""{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"Time","arguments":""}}]}"""),
            Samples.Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"Weather","arguments":"{\"ci"}}]}"""),
            Samples.Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"ty\":\"Bern\"}"}}]}"""),
            Samples.Chunk("{}", "\"tool_calls\""),
            $$"""{"id":"chatcmpl-1","created":1,"model":"stories","choices":[],"usage":{{Samples.Usage}}}""",
            "[DONE]"));

        using var chat = Connect(gateway).AsIChatClient();
        var answer = await chat.GetStreamingResponseAsync("hi", cancellationToken: Token).ToChatResponseAsync(Token);

        var calls = answer.Messages.Single().Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal("Let me see.", answer.Text);
        Assert.Equal(["a: Weather", "b: Time"], calls.Select(call => $"{call.CallId}: {call.Name}"));
        Assert.Equal("Bern", calls[0].Arguments!["city"]!.ToString());
        Assert.Equal(5, answer.Usage!.TotalTokenCount);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_before_anything_is()
    {
        var gateway = FakeGateway.Answering(Samples.Completion("ok"));
        using var chat = Connect(gateway).AsIChatClient();
        var message = new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "application/zip")]);

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => chat.GetResponseAsync([message], cancellationToken: Token));

        Assert.Contains("application/zip", refused.Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Seen);
    }

    [Fact]
    public void The_client_behind_it_can_be_asked_for()
    {
        using var client = Connect(FakeGateway.Answering("{}"));
        using var chat = client.AsIChatClient("stories");

        Assert.Same(client, chat.GetService<FreeholdClient>());
        Assert.Equal("stories", chat.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    private static FreeholdClient Connect(FakeGateway gateway) => gateway.Connect(new FreeholdClientOptions { ApiKey = "fh-test" });

    [Description("The weather.")]
    private static string Weather(string city) => city;

    private static void AssertJson(string expected, string actual) => Assert.True(
        JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), actual);
}
