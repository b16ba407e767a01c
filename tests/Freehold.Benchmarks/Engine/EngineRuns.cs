using System.Diagnostics;
using Freehold.Inference;
using Freehold.Inference.Scheduling;

namespace Freehold.Benchmarks.Engine;

/// <summary>Requests through the whole engine: queue, scheduler, sampling, detokenizer, events.</summary>
internal sealed class EngineRuns : IAsyncDisposable
{
    /// <summary>Most requests at once.</summary>
    public const int MaxBatch = 16;

    private const int PromptTokens = 4, AnswerTokens = 64, FirstTokenPrompt = 16;

    private readonly ManagedEngine _engine;

    private EngineRuns(ManagedEngine engine) => _engine = engine;

    public static async Task<EngineRuns> LoadAsync(string path, ModelBackend backend, int threads, CancellationToken cancellationToken)
    {
        var load = new ModelLoadOptions
        {
            Threads = threads,
            Backend = backend,
            KvCacheTokens = MaxBatch * 2 * (PromptTokens + AnswerTokens),
        };
        var scheduler = new SchedulerOptions { MaxActiveRequests = MaxBatch };
        return new EngineRuns(await ManagedEngine.LoadAsync(path, load, scheduler, cancellationToken: cancellationToken));
    }

    /// <summary>Tokens a second of so many requests at once, from the first one's submission to the last one's end.</summary>
    public async Task<double> BatchAsync(int requests, int round, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var runs = Enumerable.Range(0, requests).Select(i => RunAsync(PromptTokens, AnswerTokens, round * MaxBatch + i, cancellationToken));
        var finished = await Task.WhenAll(runs);
        return finished.Sum(run => run.Usage.CompletionTokens) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Milliseconds from submission to the first token, of a lone request with a short prompt.</summary>
    public async Task<double> FirstTokenMsAsync(int round, CancellationToken cancellationToken) =>
        (await RunAsync(FirstTokenPrompt, 1, -1 - round, cancellationToken)).Timings.FirstTokenMs
            ?? throw new InvalidOperationException("The model ended the text before its first token.");

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task<GenerationFinished> RunAsync(int promptTokens, int answerTokens, int seed, CancellationToken cancellationToken)
    {
        var request = new GenerationRequest
        {
            PromptTokenIds = Prompts.Random(_engine.Info.VocabularySize, promptTokens, seed),
            MaxTokens = answerTokens,
        };
        await foreach (var next in _engine.GenerateAsync(request, cancellationToken))
        {
            if (next is GenerationRefused refused)
                throw new InvalidOperationException($"The engine refused a request: {refused.Refusal}");
            if (next is GenerationFinished finished)
                return finished;
        }

        throw new InvalidOperationException("A request ended without saying so.");
    }
}
