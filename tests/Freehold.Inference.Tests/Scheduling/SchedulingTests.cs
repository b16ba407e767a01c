using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>Bounds, cancellation, pace and faults of the scheduler.</summary>
public sealed class SchedulingTests
{
    private static readonly GenerationRequest Endless = new() { PromptTokenIds = [1, 300], MaxTokens = 200 };

    private static CancellationToken TestToken => EngineFixture.TestToken;

    [Fact]
    public async Task A_full_queue_refuses_with_a_hint_when_to_come_back()
    {
        var options = new SchedulerOptions { MaxActiveRequests = 1, MaxWaitingRequests = 2 };
        await using var fixture = new EngineFixture(options, stepped: true);
        var running = fixture.RunAsync(Endless, TestToken);
        await fixture.Steps.ArrivedAsync(TestToken);
        Task<Answer>[] waiting = [fixture.RunAsync(Endless, TestToken), fixture.RunAsync(Endless, TestToken)];
        Assert.Equal(new EngineLoad(2, 1), fixture.Engine.Load);

        var refused = await fixture.RunAsync(Endless, TestToken);

        var full = Assert.IsType<QueueFullRefusal>(refused.Refusal);
        Assert.Equal(2, full.WaitingRequests);
        Assert.InRange(full.RetryAfterMs, 100, 60_000);
        fixture.Steps.LetAll();
        Assert.All(await Task.WhenAll([running, .. waiting]), answer => Assert.NotNull(answer.Finished));
    }

    [Fact]
    public async Task Cancelling_ends_a_running_request_within_one_step()
    {
        await using var fixture = new EngineFixture(stepped: true);
        using var cancel = new CancellationTokenSource();
        var running = fixture.RunAsync(Endless, cancel.Token);
        fixture.Steps.Let(3);
        for (var step = 0; step < 4; step++)
            await fixture.Steps.ArrivedAsync(TestToken);

        // The scheduler stands before the fourth step.
        await cancel.CancelAsync();
        fixture.Steps.Let(1);
        var answer = await running;

        Assert.Equal((FinishReason.Cancelled, 4), (answer.Finished!.Reason, answer.Finished.Usage.CompletionTokens));
        Assert.Equal(2, answer.Finished.Usage.PromptTokens);
        Assert.Equal(4, fixture.Steps.StepSizes.Count);
    }

    [Fact]
    public async Task Cancelling_ends_a_waiting_request_without_any_work()
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { MaxActiveRequests = 1 }, stepped: true);
        var running = fixture.RunAsync(Endless, TestToken);
        await fixture.Steps.ArrivedAsync(TestToken);
        using var cancel = new CancellationTokenSource();
        var waiting = fixture.RunAsync(Endless, cancel.Token);

        await cancel.CancelAsync();
        fixture.Steps.Let(1);
        var answer = await waiting;

        Assert.Equal((FinishReason.Cancelled, 0), (answer.Finished!.Reason, answer.Finished.Usage.CompletionTokens));
        Assert.Null(answer.Finished.Timings.FirstTokenMs);
        fixture.Steps.LetAll();
        Assert.Equal(FinishReason.Length, (await running).Finished!.Reason);
    }

    [Fact]
    public async Task Leaving_the_results_frees_the_place()
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { MaxActiveRequests = 1 });
        await foreach (var first in fixture.Engine.GenerateAsync(Endless, TestToken))
        {
            Assert.IsType<GeneratedTokens>(first);
            break;
        }

        var next = await fixture.RunAsync(Endless with { MaxTokens = 1 }, TestToken);
        Assert.Equal(FinishReason.Length, next.Finished!.Reason);
    }

    [Fact]
    public async Task A_prompt_without_room_for_an_answer_is_refused_before_any_work()
    {
        await using var fixture = new EngineFixture(shape: new TinyLlamaShape { ContextLength = 16 }, stepped: true);

        var ids = await fixture.RunAsync(new GenerationRequest { PromptTokenIds = [.. Enumerable.Repeat(5, 16)] }, TestToken);
        var text = await fixture.RunAsync(new GenerationRequest { Prompt = new string('x', 10_000_000) }, TestToken);

        Assert.Equal(new ContextTooLongRefusal(16, 16), ids.Refusal);
        Assert.Equal(16, Assert.IsType<ContextTooLongRefusal>(text.Refusal).LimitTokens);
        Assert.Empty(fixture.Steps.StepSizes);
    }

    [Fact]
    public async Task Tokens_come_in_batches_of_the_size_asked_for_while_the_clock_stands()
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { FlushTokens = 8 });
        var answer = await fixture.RunAsync(Endless with { MaxTokens = 21 }, TestToken);

        // The first at once, so that the first token is not kept waiting.
        Assert.Equal([1, 8, 8, 4], answer.Batches.Select(batch => batch.TokenIds.Count));
    }

    [Fact]
    public async Task Tokens_come_at_once_when_the_flush_time_has_passed()
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { FlushTokens = 100, FlushMs = 20 }, stepped: true);
        var running = fixture.RunAsync(Endless with { MaxTokens = 6 }, TestToken);
        for (var step = 0; step < 6; step++)
        {
            await fixture.Steps.ArrivedAsync(TestToken);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(step == 3 ? 20 : 5));
            fixture.Steps.Let(1);
        }

        var answer = await running;

        // Batches end at the first token, 25 ms later at the fourth, and at the end.
        Assert.Equal([1, 3, 2], answer.Batches.Select(batch => batch.TokenIds.Count));
        Assert.Equal(45, answer.Finished!.Timings.TotalMs, 1e-6);
        Assert.Equal(5, answer.Finished.Timings.FirstTokenMs!.Value, 1e-6);
        Assert.Equal(0, answer.Finished.Timings.QueueMs);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_pauses_its_own_request_and_no_other()
    {
        var options = new SchedulerOptions { FlushTokens = 4, MaxUnreadBatches = 2 };
        await using var fixture = new EngineFixture(options, stepped: true);
        await using var lazy = fixture.Engine.GenerateAsync(Endless with { MaxTokens = 100 }, TestToken).GetAsyncEnumerator(TestToken);
        var first = lazy.MoveNextAsync();
        fixture.Steps.LetAll();
        Assert.True(await first);

        var other = await fixture.RunAsync(Endless with { MaxTokens = 150 }, TestToken);

        Assert.Equal(150, other.Finished!.Usage.CompletionTokens);

        // 1 token read, 2 batches of 4 unread, 4 more gathered: then the lazy one stood still, but for what its read let go.
        var lazySteps = fixture.Steps.StepSizes.Count(size => size > 1);
        Assert.InRange(lazySteps, 0, 1 + 4 * 4);
        var rest = new Answer();
        do
        {
            rest.Add(lazy.Current);
        }
        while (await lazy.MoveNextAsync());
        Assert.Equal(100, rest.Ids.Length);
    }

    [Fact]
    public async Task Cache_bounds_how_many_run_and_all_get_their_turn()
    {
        var load = new ModelLoadOptions { Threads = 1, KvCacheTokens = 128 };
        await using var fixture = new EngineFixture(load: load, stepped: true);
        var answers = Enumerable.Range(0, 5).Select(_ => fixture.RunAsync(Endless with { MaxTokens = 60 }, TestToken)).ToArray();
        await fixture.Steps.ArrivedAsync(TestToken);
        fixture.Steps.LetAll();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(60, answer.Finished!.Usage.CompletionTokens));

        // Two blocks, one a sequence: never three sequences in a step, whose prompts of two come one after another.
        Assert.All(fixture.Steps.StepSizes, size => Assert.InRange(size, 1, 4));
    }

    [Fact]
    public async Task A_failed_step_fails_its_requests_and_no_later_ones()
    {
        await using var fixture = new EngineFixture(stepped: true);
        fixture.Steps.PoisonToken = 77;
        fixture.Steps.LetAll();

        var fault = await Assert.ThrowsAsync<EngineFaultException>(
            () => fixture.RunAsync(new GenerationRequest { PromptTokenIds = [1, 77] }, TestToken));

        Assert.IsType<InvalidTimeZoneException>(fault.InnerException);
        var next = await fixture.RunAsync(Endless with { MaxTokens = 3 }, TestToken);
        Assert.Equal(3, next.Finished!.Usage.CompletionTokens);
        Assert.Equal(new EngineLoad(0, 0), fixture.Engine.Load);
    }

    [Fact]
    public async Task Disposing_cancels_what_runs_and_refuses_what_waits_or_comes()
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { MaxActiveRequests = 1 }, stepped: true);
        var running = fixture.RunAsync(Endless, TestToken);
        await fixture.Steps.ArrivedAsync(TestToken);
        var waiting = fixture.RunAsync(Endless, TestToken);

        var disposed = fixture.Engine.DisposeAsync();
        fixture.Steps.Let(1);
        await disposed;

        Assert.Equal(FinishReason.Cancelled, (await running).Finished!.Reason);
        Assert.IsType<EngineStoppingRefusal>((await waiting).Refusal);
        Assert.IsType<EngineStoppingRefusal>((await fixture.RunAsync(Endless, TestToken)).Refusal);
    }

    public static TheoryData<GenerationRequest, string> InvalidRequests => new()
    {
        { new GenerationRequest(), "Prompt" },
        { new GenerationRequest { Prompt = "a", PromptTokenIds = [1] }, "Prompt" },
        { new GenerationRequest { PromptTokenIds = [] }, "Prompt" },
        { new GenerationRequest { PromptTokenIds = [TinyVocabulary.Size] }, "PromptTokenIds" },
        { new GenerationRequest { PromptTokenIds = [-1] }, "PromptTokenIds" },
        { new GenerationRequest { Prompt = "a", MaxTokens = 0 }, "MaxTokens" },
        { new GenerationRequest { Prompt = "a", Stop = [""] }, "Stop" },
        { new GenerationRequest { Prompt = "a", Stop = [.. Enumerable.Repeat("x", 17)] }, "Stop" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { Temperature = float.NaN } }, "Temperature" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { TopP = 0f } }, "TopP" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { TopK = -1 } }, "TopK" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { RepetitionPenalty = 0f } }, "RepetitionPenalty" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { PresencePenalty = 3f } }, "PresencePenalty" },
        { new GenerationRequest { Prompt = "a", Sampling = new() { FrequencyPenalty = -3f } }, "FrequencyPenalty" },
    };

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task A_value_outside_its_range_is_refused_by_name(GenerationRequest request, string parameter)
    {
        await using var fixture = new EngineFixture();
        var answer = await fixture.RunAsync(request, TestToken);
        Assert.Equal(parameter, Assert.IsType<InvalidRequestRefusal>(answer.Refusal).Parameter);
    }

    [Fact]
    public void Options_outside_their_range_are_refused_by_name()
    {
        Assert.Contains("Threads", Assert.Throws<ArgumentOutOfRangeException>(
            () => LoadedModel.Load("unused", new ModelLoadOptions { Threads = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("MaxActiveRequests", Assert.Throws<ArgumentOutOfRangeException>(
            () => new SchedulerOptions { MaxActiveRequests = 65 }.Validate(maxBatchTokens: 64)).Message, StringComparison.Ordinal);
    }
}
