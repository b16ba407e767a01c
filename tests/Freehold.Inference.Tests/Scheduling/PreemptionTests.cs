using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>Sequences that have to give their blocks back go on later as if nothing had been.</summary>
public sealed class PreemptionTests
{
    private const int Block = KvBlockPool.BlockTokens;

    private static readonly TinyLlamaShape Shape = new() { ContextLength = 160, LayerCount = 1 };
    private static readonly StepDriver Reference = new(new SchedulerOptions(), new ModelLoadOptions { Threads = 1 }, Shape);
    private static int _references;

    [Fact]
    public void When_blocks_run_out_the_newest_waits_and_the_oldest_goes_on()
    {
        using var driver = new StepDriver(
            new SchedulerOptions { MaxUnreadBatches = 100 }, new ModelLoadOptions { Threads = 1, KvCacheTokens = 4 * Block }, Shape);
        var first = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300], MaxTokens = 90 });
        var second = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 301], MaxTokens = 90 });

        driver.Drain(first, second);

        // 91 positions are three blocks each. Both run until they want a third; then one alone; then the other from its second block on.
        var sizes = driver.Steps.StepSizes;
        Assert.Equal(4, sizes[0]);
        Assert.Equal(63, sizes.Count(size => size == 2) + 1);
        Assert.Equal(Undisturbed(first.Request).Ids, first.Ids);
        Assert.Equal(Undisturbed(second.Request).Ids, second.Ids);
        Assert.Equal(driver.Model.KvPool.MaxBlocks, driver.Model.KvPool.FreeBlocks);

    }

    [Fact]
    public void A_reader_that_stopped_reading_holds_neither_blocks_nor_a_place_that_others_need()
    {
        var options = new SchedulerOptions { MaxActiveRequests = 1, FlushTokens = 4, MaxUnreadBatches = 2 };
        using var driver = new StepDriver(options, new ModelLoadOptions { Threads = 1 }, Shape);
        var lazy = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300], MaxTokens = 100 });
        driver.Drain();
        Assert.False(lazy.HasEnded);

        var other = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 301], MaxTokens = 50 });
        driver.Drain(other);
        Assert.Equal(50, other.Ids.Count());

        while (!lazy.HasEnded)
            driver.Drain(lazy);
        Assert.Equal(Undisturbed(lazy.Request).Ids, lazy.Ids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void However_requests_come_go_and_are_read_all_end_with_the_text_of_an_undisturbed_run(int seed)
    {
        var random = new Random(seed);
        var options = new SchedulerOptions
        {
            MaxActiveRequests = random.Next(1, 6),
            FlushTokens = random.Next(1, 6),
            MaxUnreadBatches = random.Next(1, 4),
        };
        var load = new ModelLoadOptions { Threads = 1, MaxBatchTokens = random.Next(6, 40), KvCacheTokens = 5 * Block };
        using var driver = new StepDriver(options, load, Shape, draftSeed: seed % 3 == 0 ? null : seed % 3);
        var requests = new List<DrivenRequest>();
        var idle = 0;
        for (var step = 0; requests.Count < 30 || requests.Any(request => !request.HasEnded); step++)
        {
            Assert.InRange(step, 0, 20_000);
            if (requests.Count < 30 && random.Next(8) == 0)
                requests.Add(driver.Submit(RandomRequest(random)));
            if (requests.Count > 0 && random.Next(60) == 0)
                requests[random.Next(requests.Count)].Cancel(driver.Scheduler);
            foreach (var request in requests.Where(_ => random.Next(3) == 0))
                request.Read(random.Next(3));

            idle = driver.Scheduler.Step() ? 0 : idle + 1;
            Assert.InRange(idle, 0, 400);
        }

        foreach (var request in requests.Where(request => request.Refusal is null))
            AssertUndisturbed(request);
        Assert.Equal(new EngineLoad(0, 0), driver.Scheduler.Load);
        Assert.Equal(driver.Model.KvPool.MaxBlocks, driver.Model.KvPool.FreeBlocks);
        Assert.Equal(driver.Draft?.KvPool.MaxBlocks, driver.Draft?.KvPool.FreeBlocks);
    }

    [Fact]
    public void A_failed_step_costs_only_the_sequence_that_fails_alone_too()
    {
        using var driver = new StepDriver(new SchedulerOptions(), new ModelLoadOptions { Threads = 1 }, Shape);
        driver.Steps.PoisonToken = 77;
        var before = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300], MaxTokens = 40 });
        driver.Scheduler.Step();
        var poisoned = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 5, 77], MaxTokens = 40 });
        var beside = driver.Submit(new GenerationRequest { PromptTokenIds = [.. Enumerable.Repeat(9, 40)], MaxTokens = 40 });

        driver.Drain(before, poisoned, beside);

        Assert.True(poisoned.HasEnded);
        Assert.Null(poisoned.Finished);
        Assert.Equal(Undisturbed(before.Request).Ids, before.Ids);
        Assert.Equal(Undisturbed(beside.Request).Ids, beside.Ids);
        Assert.Equal(driver.Model.KvPool.MaxBlocks, driver.Model.KvPool.FreeBlocks);
    }

    private static GenerationRequest RandomRequest(Random random) => new()
    {
        PromptTokenIds = [.. Enumerable.Range(0, random.Next(1, 100)).Select(i => i < 40 ? 3 + i : random.Next(3, 280))],
        MaxTokens = random.Next(1, 60),
        Tenant = $"{random.Next(3)}",
        Sampling = new SamplingOptions { Temperature = random.Next(2), Seed = random.Next(1_000), FrequencyPenalty = random.Next(2) },
    };

    private static void AssertUndisturbed(DrivenRequest request)
    {
        var expected = Undisturbed(request.Request);
        if (request.IsCancelled && request.Finished!.Reason == FinishReason.Cancelled)
        {
            Assert.Equal(expected.Ids.Take(request.Ids.Count()), request.Ids);
            return;
        }

        Assert.Equal(expected.Ids, request.Ids);
        Assert.Equal(expected.Text, request.Text);
        Assert.Equal(expected.Finished!.LogProbSum, request.Finished!.LogProbSum);
        Assert.Equal(expected.Finished.Reason, request.Finished.Reason);
    }

    // A tenant of its own, so that it shares nothing with a run before it.
    private static DrivenRequest Undisturbed(GenerationRequest request)
    {
        lock (Reference)
        {
            var alone = Reference.Submit(request with { Tenant = $"{++_references}" });
            Reference.Drain(alone);
            return alone;
        }
    }
}
