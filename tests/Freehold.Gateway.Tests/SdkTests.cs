using System.ClientModel;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using OpenAI.Chat;

namespace Freehold.Gateway.Tests;

/// <summary>The official OpenAI .NET SDK against the house, with a local model and with an upstream.</summary>
public sealed class SdkTests
{
    private static readonly ChatCompletionOptions Greedy = new() { Temperature = 0, MaxOutputTokenCount = 12 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_local_model_answers_the_same_whole_and_streamed()
    {
        await using var house = await House.WithTinyAsync();
        var chat = house.Admin.Sdk().GetChatClient("tiny");
        ChatMessage[] messages = [new UserChatMessage("Once upon a time")];

        var whole = (await chat.CompleteChatAsync(messages, Greedy, Stop)).Value;
        var updates = await chat.CompleteChatStreamingAsync(messages, Greedy, Stop).ToListAsync(Stop);

        Assert.Equal("tiny", whole.Model);
        Assert.StartsWith("chatcmpl-", whole.Id, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Length, whole.FinishReason);
        Assert.Equal(12, whole.Usage.OutputTokenCount);
        Assert.True(whole.Usage.InputTokenCount > 0);
        Assert.NotEqual("", whole.Content[0].Text);
        Assert.Equal(whole.Content[0].Text, string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.Equal(ChatFinishReason.Length, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, updates[0].Role);
        Assert.Equal(whole.Usage.OutputTokenCount, Assert.Single(updates, update => update.Usage is not null).Usage.OutputTokenCount);
    }

    [Fact]
    public async Task An_upstream_answers_whole_and_streamed()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(new MockUpstreamOptions { StreamChunks = 3 }, Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("mock", upstream, ("ApiKey", "upstream-key")));
        var chat = house.Admin.Sdk().GetChatClient("mock/mock-model");

        var whole = (await chat.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Stop)).Value;
        var updates = await chat.CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: Stop).ToListAsync(Stop);

        Assert.StartsWith("Hello! I'm doing well", whole.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(13, whole.Usage.InputTokenCount);
        Assert.Equal(" word0 word1 word2", string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.Equal(14, Assert.Single(updates, update => update.Usage is not null).Usage.OutputTokenCount);
        Assert.All(upstream.Requests, request => Assert.Equal("Bearer upstream-key", request.Authorization));
        Assert.NotEqual("chatcmpl-mock0001", whole.Id);
    }

    [Fact]
    public async Task Models_are_listed_with_auto_first()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));

        var models = (await house.Admin.Sdk().GetOpenAIModelClient().GetModelsAsync(Stop)).Value;

        Assert.Equal(["auto", "tiny", "mock/mock-model"], models.Select(model => model.Id).Take(3));
    }

    [Fact]
    public async Task Auto_asks_the_local_model_first()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Model("tiny", TinyModel.Path).Provider("mock", upstream));

        var answer = (await house.Admin.Sdk().GetChatClient("auto").CompleteChatAsync([new UserChatMessage("Hello")], Greedy, Stop)).Value;

        Assert.Equal("tiny", answer.Model);
        Assert.DoesNotContain(upstream.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Errors_come_as_the_exceptions_of_the_sdk()
    {
        await using var house = await House.WithTinyAsync();

        var unknown = await Assert.ThrowsAsync<ClientResultException>(
            () => house.Admin.Sdk().GetChatClient("no-such").CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Stop));
        var stranger = await Assert.ThrowsAsync<ClientResultException>(
            () => house.Client("wrong").Sdk().GetChatClient("tiny").CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Stop));

        Assert.Equal(404, unknown.Status);
        Assert.Contains("model_not_found", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(401, stranger.Status);
        Assert.Contains("invalid_api_key", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Legacy_completions_are_answered_whole_and_streamed()
    {
        await using var house = await House.WithTinyAsync();

        var whole = (await house.Admin.PostAsync("/v1/completions", new { model = "tiny", prompt = "Once", temperature = 0 })).Expect(200);
        var stream = (await house.Admin.PostAsync(
            "/v1/completions", new { model = "tiny", prompt = "Once", temperature = 0, stream = true })).Expect(200);

        Assert.StartsWith("cmpl-", whole.Id, StringComparison.Ordinal);
        Assert.Equal("text_completion", whole.Json.GetProperty("object").GetString());
        Assert.Equal(16, whole.Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.True(stream.Sse.IsDone);
        Assert.Equal(
            whole.Json.GetProperty("choices")[0].GetProperty("text").GetString(),
            string.Concat(stream.Sse.Chunks.Select(chunk => chunk.GetProperty("choices")[0].GetProperty("text").GetString())));
    }
}
