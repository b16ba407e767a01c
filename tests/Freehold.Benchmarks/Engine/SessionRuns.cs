using System.Diagnostics;
using Freehold.Inference;

namespace Freehold.Benchmarks.Engine;

/// <summary>One sequence on the bare model, without an engine and without sampling: what llama-bench measures of its own.</summary>
internal sealed class SessionRuns : IDisposable
{
    /// <summary>Tokens of a step of prefill, as many as llama.cpp takes (<c>--ubatch-size</c>).</summary>
    private const int StepTokens = 512;

    private readonly LoadedModel _model;
    private readonly int[] _tokens;

    public SessionRuns(string path, ModelBackend backend, int threads, CancellationToken cancellationToken)
    {
        var options = new ModelLoadOptions
        {
            Threads = threads,
            Backend = backend,
            MaxBatchTokens = StepTokens,
            KvCacheTokens = 2 * SpeedRound.LongPrompt,
        };
        _model = LoadedModel.Load(path, options, cancellationToken);
        _tokens = Prompts.Random(_model.Info.VocabularySize, SpeedRound.LongPrompt, seed: 1);
        var context = _model.Info.ContextLengthTokens;
        if (context < SpeedRound.LongPrompt)
            throw new UsageException($"The model's context of {context} tokens is shorter than a prompt of {SpeedRound.LongPrompt}.");
    }

    public ModelInfo Info => _model.Info;

    public SpeedRound Measure() => new(Prefill(SpeedRound.ShortPrompt), Prefill(SpeedRound.LongPrompt), Decode());

    private double Prefill(int count)
    {
        using var session = _model.CreateSession();
        var started = Stopwatch.GetTimestamp();
        session.Append(_tokens.AsSpan(0, count));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private double Decode()
    {
        using var session = _model.CreateSession();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < SpeedRound.DecodeTokens; i++)
            session.Append(_tokens[i]);
        return SpeedRound.DecodeTokens / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose() => _model.Dispose();
}
