using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>What of a prompt is read again, and what is not; and that nobody can tell from the text.</summary>
public sealed class PrefixSharingTests
{
    private const int Block = KvBlockPool.BlockTokens;

    private static CancellationToken TestToken => EngineFixture.TestToken;

    [Theory]
    [InlineData(3 * Block - 1, 2 * Block)]
    [InlineData(3 * Block, 2 * Block)]
    [InlineData(3 * Block + 1, 3 * Block)]
    public async Task A_prompt_seen_before_is_read_from_the_last_full_block_on(int promptTokens, int expectedCached)
    {
        await using var fixture = Stepped();
        var request = new GenerationRequest { PromptTokenIds = Prompt(promptTokens), MaxTokens = 5 };

        var first = await fixture.RunAsync(request, TestToken);
        var before = fixture.Steps.StepSizes.Count;
        var second = await fixture.RunAsync(request, TestToken);

        Assert.Equal(0, first.Finished!.Usage.CachedPromptTokens);
        Assert.Equal(expectedCached, second.Finished!.Usage.CachedPromptTokens);
        Assert.Equal(promptTokens - expectedCached, fixture.Steps.StepSizes[before]);
        Assert.Equal(first.Ids, second.Ids);
        Assert.Equal(first.Finished.LogProbSum, second.Finished.LogProbSum);
    }

    [Fact]
    public async Task A_conversation_goes_on_from_its_own_answer()
    {
        await using var fixture = Stepped();
        var prompt = Prompt(Block);
        var first = await fixture.RunAsync(new GenerationRequest { PromptTokenIds = prompt, MaxTokens = 2 * Block }, TestToken);

        var next = await fixture.RunAsync(
            new GenerationRequest { PromptTokenIds = [.. prompt, .. first.Ids, 7, 8], MaxTokens = 3 }, TestToken);

        // The last token of the answer was never computed, so its block was not full.
        Assert.Equal(2 * Block, next.Finished!.Usage.CachedPromptTokens);
    }

    [Fact]
    public async Task No_tenant_is_helped_by_what_another_asked()
    {
        await using var fixture = Stepped();
        var request = new GenerationRequest { PromptTokenIds = Prompt(4 * Block), MaxTokens = 2, Tenant = "a" };
        await fixture.RunAsync(request, TestToken);

        foreach (var tenant in (string[])["", "A", "a ", "b", "\ud800", "\ud801", "\ufffd"])
        {
            var before = fixture.Steps.StepSizes.Count;
            var other = await fixture.RunAsync(request with { Tenant = tenant }, TestToken);
            Assert.Equal(0, other.Finished!.Usage.CachedPromptTokens);
            Assert.Equal(4 * Block, fixture.Steps.StepSizes[before]);
        }

        Assert.Equal(3 * Block, (await fixture.RunAsync(request, TestToken)).Finished!.Usage.CachedPromptTokens);
    }

    [Fact]
    public async Task A_thousand_token_prompt_that_is_cached_has_its_first_token_after_one_step()
    {
        await using var fixture = Stepped(context: 2048);
        var request = new GenerationRequest { PromptTokenIds = Prompt(1_000), MaxTokens = 1 };
        await fixture.RunAsync(request, TestToken);
        var before = fixture.Steps.StepSizes.Count;

        await fixture.RunAsync(request, TestToken);

        Assert.Equal([1_000 % Block], fixture.Steps.StepSizes.Skip(before));
    }

    [Fact]
    public async Task Several_answers_read_their_prompt_once_and_each_is_what_its_seed_gives_alone()
    {
        await using var fixture = Stepped();
        var request = new GenerationRequest
        {
            PromptTokenIds = Prompt(3 * Block + 5),
            MaxTokens = 40,
            Sampling = new SamplingOptions { Temperature = 1.2f, Seed = 11 },
        };

        var events = await fixture.Engine.GenerateAsync(request with { Count = 4 }, TestToken).ToListAsync(TestToken);

        Assert.Equal(3 * Block + 5, fixture.Steps.StepSizes[0]);
        Assert.Equal(3 * 5 + 1, fixture.Steps.StepSizes[1]);
        for (var i = 0; i < 4; i++)
        {
            var ids = events.OfType<GeneratedTokens>().Where(tokens => tokens.Index == i).SelectMany(tokens => tokens.TokenIds);
            var alone = await fixture.RunAsync(
                request with { Tenant = $"{i}", Sampling = request.Sampling with { Seed = 11 + i } }, TestToken);
            Assert.Equal(alone.Ids, ids);
            var finished = Assert.Single(events.OfType<GenerationFinished>(), finished => finished.Index == i);
            Assert.Equal(i == 0 ? 0 : 3 * Block, finished.Usage.CachedPromptTokens);
        }
    }

    [Fact]
    public async Task Cancelling_several_answers_ends_each()
    {
        await using var fixture = Stepped(free: false, context: 256);
        using var cancel = new CancellationTokenSource();
        var events = fixture.Engine.GenerateAsync(
            new GenerationRequest { PromptTokenIds = [1, 300], MaxTokens = 200, Count = 3 }, cancel.Token).ToListAsync(TestToken);
        await fixture.Steps.ArrivedAsync(TestToken);
        await cancel.CancelAsync();
        fixture.Steps.LetAll();

        var finished = (await events).OfType<GenerationFinished>().OrderBy(finished => finished.Index).ToArray();
        Assert.Equal([0, 1, 2], finished.Select(one => one.Index));
        Assert.All(finished, one => Assert.Equal(FinishReason.Cancelled, one.Reason));
        Assert.Equal(new EngineLoad(0, 0), fixture.Engine.Load);
    }

    [Fact]
    public async Task What_was_not_used_for_longest_is_forgotten_first()
    {
        // Five blocks: the third prompt of two blocks takes those of the first.
        await using var fixture = Stepped(cacheTokens: 5 * Block);
        GenerationRequest[] requests =
            [.. Enumerable.Range(0, 3).Select(i => new GenerationRequest { PromptTokenIds = Prompt(2 * Block, first: 10 + i), MaxTokens = 1 })];
        foreach (var request in requests)
            await fixture.RunAsync(request, TestToken);

        Assert.Equal(Block, (await fixture.RunAsync(requests[2], TestToken)).Finished!.Usage.CachedPromptTokens);
        Assert.Equal(Block, (await fixture.RunAsync(requests[1], TestToken)).Finished!.Usage.CachedPromptTokens);
        Assert.Equal(0, (await fixture.RunAsync(requests[0], TestToken)).Finished!.Usage.CachedPromptTokens);
    }

    private static int[] Prompt(int tokens, int first = 3) =>
        [.. Enumerable.Range(0, tokens).Select(i => i == 0 ? first : 3 + i * 7 % 300)];

    private static EngineFixture Stepped(bool free = true, int context = 256, int cacheTokens = 4096)
    {
        var load = new ModelLoadOptions { Threads = 1, KvCacheTokens = cacheTokens, MaxBatchTokens = 128 };
        var fixture = new EngineFixture(
            new SchedulerOptions(), load, new TinyLlamaShape { ContextLength = context, LayerCount = 1 }, stepped: true);
        if (free)
            fixture.Steps.LetAll();
        return fixture;
    }
}
