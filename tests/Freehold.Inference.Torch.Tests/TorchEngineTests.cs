using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Torch.Tests;

/// <summary>The one scheduler, with the library under it.</summary>
public sealed class TorchEngineTests
{
    [Fact]
    public async Task Requests_side_by_side_get_the_answers_that_the_managed_engine_gives()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1);

        var managed = await AnswersAsync(folder["tiny.gguf"], ModelBackend.Managed);
        var answers = await AnswersAsync(folder["tiny.gguf"], torch);

        Assert.All(managed, answer => Assert.NotEmpty(answer));
        Assert.Equal(managed, answers);
    }

    [Fact]
    public async Task A_prompt_that_was_read_before_is_not_read_again_and_gets_the_same_answer()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3);
        await using var engine = new ManagedEngine(TorchModels.Load(folder["tiny.gguf"], torch));
        var request = new GenerationRequest
        {
            PromptTokenIds = [1, .. Enumerable.Range(0, 100).Select(i => 3 + i * 11 % 200)],
            MaxTokens = 10,
        };

        var (first, firstUsage) = await AnswerAsync(engine, request);
        var (second, secondUsage) = await AnswerAsync(engine, request);

        Assert.Equal(0, firstUsage.CachedPromptTokens);
        Assert.Equal(96, secondUsage.CachedPromptTokens);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task An_engine_is_freed_while_a_request_runs()
    {
        var torch = TorchModels.Cpu();
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 2);
        var engine = new ManagedEngine(TorchModels.Load(folder["tiny.gguf"], torch));
        GenerationEvent? last = null;
        var first = true;

        await foreach (var next in engine.GenerateAsync(Request(0), TestContext.Current.CancellationToken))
        {
            last = next;
            if (first)
                await engine.DisposeAsync();
            first = false;
        }

        Assert.IsType<GenerationFinished>(last);
    }

    private static async Task<int[][]> AnswersAsync(string path, ModelBackend backend)
    {
        // Room for three of the eight sequences at a time: the others wait for blocks that were used before.
        var model = TorchModels.Load(path, backend, maxBatchTokens: 16, kvCacheTokens: 192);
        await using var engine = new ManagedEngine(model, new SchedulerOptions { MaxActiveRequests = 4 });
        return [.. (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AnswerAsync(engine, Request(i))))).Select(answer => answer.Ids)];
    }

    private static async Task<(int[] Ids, GenerationUsage Usage)> AnswerAsync(ManagedEngine engine, GenerationRequest request)
    {
        var ids = new List<int>();
        GenerationFinished? finished = null;
        await foreach (var next in engine.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            if (next is GeneratedTokens tokens)
                ids.AddRange(tokens.TokenIds);
            finished = next as GenerationFinished;
        }

        return ([.. ids], finished!.Usage);
    }

    private static GenerationRequest Request(int seed) => new()
    {
        PromptTokenIds = [1, .. Enumerable.Range(0, 20 + 3 * seed).Select(i => 3 + (i * 11 + seed) % 200)],
        MaxTokens = 20,
    };
}
