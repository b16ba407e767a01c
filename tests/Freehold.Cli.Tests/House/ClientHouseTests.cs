using Freehold.Client;
using Freehold.Wire;
using Freehold.Wire.Chat;
using Freehold.Wire.Completions;
using Microsoft.Extensions.AI;
using ChatMessage = Freehold.Wire.Chat.ChatMessage;
using ChatRole = Freehold.Wire.Chat.ChatRole;

namespace Freehold.Cli.Tests.House;

/// <summary>The SDK against a whole silo with a real local model.</summary>
public sealed class ClientHouseTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_client_streams_the_answer_with_usage_and_the_outcome_is_there_at_its_end()
    {
        using var client = silo.Connect();
        using var chat = client.AsIChatClient();

        var answer = await chat
            .GetStreamingResponseAsync("once upon a time", new ChatOptions { MaxOutputTokens = 8, Temperature = 0 }, Token)
            .ToChatResponseAsync(Token);
        var outcome = await client.GetOutcomeAsync(answer.ResponseId!, Token);

        Assert.Equal(8, answer.Usage!.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.NotEqual("", answer.Text);
        Assert.Equal(("completed", 8), (outcome!.Status, outcome.CompletionTokens));
    }

    [Fact]
    public async Task Text_completions_stream_what_they_give_whole()
    {
        using var client = silo.Connect();
        var request = new CompletionRequest
        {
            Model = "tiny",
            Prompt = new CompletionPrompt((string[])["once"]),
            MaxTokens = 6,
            Temperature = 0,
        };

        var whole = await client.CompleteTextAsync(request, cancellationToken: Token);
        var pieces = new List<string>();
        await using (var stream = await client.StreamTextAsync(request, cancellationToken: Token))
        {
            await foreach (var chunk in stream) pieces.AddRange(chunk.Choices.Select(choice => choice.Text));
        }

        Assert.Equal(whole.Value.Choices[0].Text, string.Concat(pieces));
        Assert.Equal("tiny", whole.Route.Model);
    }

    [Fact]
    public async Task An_unknown_model_is_a_typed_failure()
    {
        using var client = silo.Connect();
        var request = new ChatCompletionRequest
        {
            Model = "nope",
            Messages = [new ChatMessage { Role = ChatRole.User, Content = new ChatContent("hi") }],
            StreamOptions = new StreamOptions(true),
        };

        var failure = await Assert.ThrowsAsync<FreeholdException>(() => client.StreamChatAsync(request, cancellationToken: Token));

        Assert.Equal((FreeholdFailure.Refused, 404, "model_not_found"), (failure.Failure, failure.Status, failure.Code));
        Assert.StartsWith("req", failure.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_listens_is_ready()
    {
        using var client = silo.Connect();

        await client.CheckReadyAsync(Token);
    }
}
