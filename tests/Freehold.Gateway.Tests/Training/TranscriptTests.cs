using Freehold.Contracts.Outcomes;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;

namespace Freehold.Gateway.Tests.Training;

/// <summary>What is kept of exchanges to train with: only what policy permits, and never in the log's events.</summary>
public sealed class TranscriptTests
{
    private const string Text = "where is my \"parcel\"? it was größer";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_of_a_provider_is_kept_with_its_prompt_and_no_event_has_either(bool stream)
    {
        await using var house = await TrainingHouse.StartAsync();
        var body = new Body
        {
            ["model"] = "mock/m",
            ["stream"] = stream,
            ["messages"] = new object[]
            {
                new { role = "developer", content = "Say it again." }, new { role = "user", content = "first" },
                new { role = "assistant", content = "second" },
                new { role = "user", content = new[] { new { type = "text", text = Text } } },
            },
        };

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", body, ("x-freehold-workload", "tickets"))).Expect(200);

        var kept = Assert.Single(await house.KeptAsync());
        Assert.Equal(stream ? answer.Sse.Id : answer.Id, kept.OutcomeId);
        Assert.Equal(
            [("system", "Say it again."), ("user", "first"), ("assistant", "second"), ("user", Text)],
            kept.Transcript.Turns.Select(turn => (turn.Role, turn.Content)));
        Assert.Equal((Text, false, 90), (kept.Transcript.Answer, kept.Transcript.Redacted, kept.Transcript.RetentionDays));
        Assert.DoesNotContain("parcel", await house.LogTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("parcel", (await house.Admin.GetAsync("/v1/outcomes")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_legacy_completion_is_kept_too(bool stream)
    {
        await using var house = await TrainingHouse.StartAsync();

        var body = new { model = "mock/m", prompt = Text, stream };
        (await house.Admin.PostAsync("/v1/completions", body, ("x-freehold-workload", "tickets"))).Expect(200);

        var kept = Assert.Single(await house.KeptAsync()).Transcript;
        Assert.Equal(("user", Text, Text), (Assert.Single(kept.Turns).Role, kept.Turns[0].Content, kept.Answer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_of_a_local_model_is_kept_where_it_came_to_its_end(bool stream)
    {
        await using var house = await TrainingHouse.StartAsync();
        var body = Chats.Body("tiny", "Hello", stream, maxTokens: 12);
        var cut = (await house.Admin.PostAsync("/v1/chat/completions", body, ("x-freehold-workload", "tickets"))).Expect(200);
        var first = stream ? cut.Sse.Text : cut.Text;

        // The same again, ended by a word of its own: that is an end, and 'length' is none.
        var stop = first[^3..];
        var whole = (await house.Admin.PostAsync("/v1/chat/completions", body | ("stop", stop), ("x-freehold-workload", "tickets"))).Expect(200);

        var kept = Assert.Single(await house.KeptAsync());
        Assert.Equal(stream ? whole.Sse.Text : whole.Text, kept.Transcript.Answer);
    }

    [Fact]
    public async Task Nothing_is_kept_by_default_nor_of_a_workload_that_is_unknown_or_forbidden()
    {
        await using var house = await TrainingHouse.StartAsync();
        await house.AskAsync(Text, workload: "quiet");
        await house.AskAsync(Text, workload: "made-up");
        await house.House.SetPolicyAsync(
            TrainingHouse.Policy.Replace("training: {allow: true, max_label: internal}", "", StringComparison.Ordinal));
        await house.AskAsync(Text);

        Assert.All([await house.KeptAsync("quiet"), await house.KeptAsync("made-up"), await house.KeptAsync()], Assert.Empty);
    }

    [Theory]
    [InlineData("x-freehold-label", "confidential")]
    [InlineData("x-freehold-training", "off")]
    [InlineData("x-freehold-training", "OFF")]
    public async Task A_header_keeps_an_exchange_out(string name, string value)
    {
        await using var house = await TrainingHouse.StartAsync();

        await house.AskAsync(Text, headers: (name, value));

        Assert.Empty(await house.KeptAsync());
    }

    [Fact]
    public async Task Metadata_keeps_an_exchange_out_and_a_word_that_says_neither_is_refused()
    {
        await using var house = await TrainingHouse.StartAsync();
        var body = Chats.Body("mock/m", Text);

        (await house.Admin.PostAsync("/v1/chat/completions", body | ("metadata", new { workload = "tickets", training = "off" }))).Expect(200);
        (await house.Admin.PostAsync("/v1/chat/completions", body | ("metadata", new { training = "no" }))).ExpectError(400, "invalid_value");
        (await house.Admin.ChatAsync("mock/m", Text, ("x-freehold-training", "no"))).ExpectError(400, "invalid_value");

        Assert.Empty(await house.KeptAsync());
    }

    [Fact]
    public async Task A_request_that_is_not_text_alone_is_not_kept()
    {
        await using var house = await TrainingHouse.StartAsync();
        var header = ("x-freehold-workload", "tickets");
        var tool = new { type = "function", function = new { name = "f", parameters = new { type = "object" } } };

        (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock/m", Text) | ("n", 2), header)).Expect(200);
        (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock/m", Text) | ("tools", new[] { tool }), header)).Expect(200);
        (await house.Admin.PostAsync("/v1/completions", new { model = "mock/m", prompt = new[] { "a", "b" } }, header)).Expect(200);

        Assert.Empty(await house.KeptAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_large_is_answered_and_not_kept(bool stream)
    {
        await using var house = await TrainingHouse.StartAsync(echoPieceChars: 10_000);
        var half = new string('é', (Transcript.MaxTextBytes / 4) + 1);

        var answer = await house.AskAsync(half, stream);
        await house.AskAsync(half[1..^1], stream);

        Assert.Equal(half, stream ? answer.Sse.Text : answer.Text);
        var kept = Assert.Single(await house.KeptAsync());
        Assert.Equal(half.Length - 2, kept.Transcript.Answer.Length);
    }

    [Fact]
    public async Task An_answer_that_broke_off_is_not_kept_and_the_one_that_took_its_place_is()
    {
        var requests = 0;
        await using var house = await TrainingHouse.StartAsync(script: request =>
            request.Method == "POST" && Interlocked.Increment(ref requests) == 1 ? MockFault.RawTail.ErrorEvent(2, "gone") : null);

        await house.AskAsync(Text, stream: true);
        Assert.Empty(await house.KeptAsync());
        await house.AskAsync("Whole.", stream: true);

        Assert.Equal("Whole.", Assert.Single(await house.KeptAsync()).Transcript.Answer);
    }
}
