using Freehold.Cli.Tests.Support;
using Freehold.Client;
using Freehold.Wire.Chat;

namespace Freehold.Cli.Tests.Client;

public sealed class FreeholdClientTests
{
    private static readonly ChatCompletionRequest Request =
        new() { Model = "auto", Messages = [new ChatMessage { Role = ChatRole.User, Content = new ChatContent("hi") }] };

    [Fact]
    public async Task A_stream_over_an_HttpClient_gives_its_chunks_before_it_ends()
    {
        // The body stays open after its first chunk: a client that waited for the whole of it would never return.
        using var open = new OpenStream($"data: {Samples.Chunk("""{"content":"first"}""")}\n\n");
        using var http = new HttpClient(new FakeGateway(_ => new HttpResponseMessage { Content = new StreamContent(open) }));
        using var client = new FreeholdClient(http, new FreeholdClientOptions());

        await using var answer = await client.StreamChatAsync(Request, cancellationToken: TestContext.Current.CancellationToken);
        await using var chunks = answer.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await chunks.MoveNextAsync());
        Assert.Equal("first", chunks.Current.Choices[0].Delta.Content);
    }

    [Fact]
    public async Task A_stream_can_be_read_once()
    {
        using var client = new FakeGateway(_ => FakeGateway.Events("[DONE]")).Connect(new FreeholdClientOptions());
        await using var answer = await client.StreamChatAsync(Request, cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var chunk in answer) Assert.Fail($"{chunk.Id} was never sent.");

        Assert.Throws<InvalidOperationException>(() => answer.GetAsyncEnumerator(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_word_error_inside_a_chunk_is_no_error()
    {
        var chunk = Samples.Chunk("""{"content":"{\"error\":{}}"}""");
        using var client = new FakeGateway(_ => FakeGateway.Events(chunk, "[DONE]")).Connect(new FreeholdClientOptions());

        await using var answer = await client.StreamChatAsync(Request, cancellationToken: TestContext.Current.CancellationToken);
        var texts = new List<string?>();
        await foreach (var item in answer) texts.Add(item.Choices[0].Delta.Content);

        Assert.Equal(["{\"error\":{}}"], texts);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{"object":"list"}""")]
    public async Task An_answer_in_another_form_is_told_apart_from_a_refusal(string body)
    {
        using var client = FakeGateway.Answering(body).Connect(new FreeholdClientOptions());

        var failure = await Assert.ThrowsAsync<FreeholdException>(() => client.GetOutcomeAsync("x", TestContext.Current.CancellationToken));

        Assert.Equal(FreeholdFailure.Unreadable, failure.Failure);
    }

    [Fact]
    public async Task A_base_url_may_have_a_path_and_a_slash_at_its_end()
    {
        var gateway = FakeGateway.Answering("""{"object":"list","data":[]}""");
        using var client = gateway.Connect(new FreeholdClientOptions { BaseUrl = new Uri("https://ai.example/freehold/") });

        await client.ListModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal("/freehold/v1/models", gateway.Seen[0].PathAndQuery);
        Assert.Null(gateway.Seen[0].Authorization);
    }

    [Theory]
    [InlineData("ftp://host", "fh-x")]
    [InlineData("http://host", "")]
    [InlineData("http://host", "a\nb")]
    public void Options_that_cannot_work_are_refused_at_once(string url, string key) =>
        Assert.Throws<ArgumentException>(() => FreeholdClient.Create(new FreeholdClientOptions { BaseUrl = new Uri(url), ApiKey = key }));

    private sealed class OpenStream(string head) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(head))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            if (count == 0) await Task.Delay(Timeout.Infinite, cancellationToken);
            return count;
        }
    }
}
