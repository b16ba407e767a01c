using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Scheduling;

/// <summary>One request on its way: what of its prompt is in, what it has written, and to whom.</summary>
/// <remarks>Used by the scheduler's thread only, but for <see cref="Output"/>'s reader and the cancellation flag.</remarks>
internal sealed class Sequence
{
    private readonly TimeProvider _time;
    private readonly long _submittedAt;
    private readonly Sampler _sampler;
    private readonly StreamingDetokenizer _detokenizer;
    private readonly StopMatcher _stops;
    private readonly Func<int, bool> _endsText;
    private readonly int[] _prompt;
    private int _taken;
    private int _nextToken;
    private int _generated;
    private double _logProbSum;
    private long? _admittedAt;
    private long? _firstTokenAt;
    private volatile bool _cancelled;

    public Sequence(
        int[] prompt, int maxTokens, GenerationRequest request, ITokenizer tokenizer, Func<int, bool> endsText,
        SchedulerOptions options, TimeProvider time)
    {
        _prompt = prompt;
        MaxTokens = maxTokens;
        _endsText = endsText;
        _time = time;
        _submittedAt = time.GetTimestamp();
        _sampler = new Sampler(request.Sampling, prompt);
        _detokenizer = new StreamingDetokenizer(tokenizer);
        _stops = new StopMatcher(request.Stop);
        Output = new SequenceOutput(options, time);
    }

    public SequenceOutput Output { get; }

    /// <summary>Most tokens to generate.</summary>
    public int MaxTokens { get; }

    /// <summary>Positions that the whole sequence can come to.</summary>
    public int MaxPositions => _prompt.Length + MaxTokens;

    public KvCache? Cache { get; private set; }

    public bool IsCancelled => _cancelled;

    /// <summary>True until the whole prompt has been through the model.</summary>
    public bool IsPrefilling => _taken < _prompt.Length;

    /// <summary>Row of this step's logits, or -1.</summary>
    public int LogitRow { get; private set; } = -1;

    public double ServiceMs => _admittedAt is { } at ? _time.GetElapsedTime(at).TotalMilliseconds : 0;

    public void Cancel() => _cancelled = true;

    public void Admit(KvCache cache)
    {
        Cache = cache;
        _admittedAt = _time.GetTimestamp();
    }

    /// <summary>Puts the next token, or the next part of the prompt, into the step.</summary>
    public void AddTo(ForwardBatch batch, int maxTokens)
    {
        LogitRow = -1;
        if (!IsPrefilling)
        {
            LogitRow = batch.Add(Cache!, _nextToken, wantsLogits: true);
            return;
        }

        for (var end = Math.Min(_prompt.Length, _taken + maxTokens); _taken < end; _taken++)
            LogitRow = batch.Add(Cache!, _prompt[_taken], wantsLogits: _taken == _prompt.Length - 1);
    }

    /// <summary>Chooses the next token. Returns why the sequence ends with it, or null.</summary>
    public FinishReason? Accept(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var token = _sampler.Next(logits, scratch);
        _firstTokenAt ??= _time.GetTimestamp();
        if (_endsText(token.Id))
            return FinishReason.Stop;

        _nextToken = token.Id;
        _generated++;
        _logProbSum += token.LogProb;
        Output.Add(token.Id, token.LogProb, _stops.Push(_detokenizer.Push(token.Id)));
        if (_stops.Matched)
            return FinishReason.Stop;
        return _generated == MaxTokens ? FinishReason.Length : null;
    }

    /// <summary>Tells the reader the end and gives the cache back.</summary>
    public void Finish(FinishReason reason)
    {
        if (!_stops.Matched)
        {
            Output.AddText(_stops.Push(_detokenizer.Flush()));
            Output.AddText(_stops.Flush());
        }

        Output.Finish(new GenerationFinished(
            reason,
            new GenerationUsage(_prompt.Length, _generated),
            new GenerationTimings(Since(_admittedAt) ?? Now, Since(_firstTokenAt), Now),
            _logProbSum));
        ReleaseCache();
    }

    public void Fail(Exception exception)
    {
        Output.Fail(exception);
        ReleaseCache();
    }

    private double Now => _time.GetElapsedTime(_submittedAt).TotalMilliseconds;

    private double? Since(long? timestamp) => timestamp is { } at ? _time.GetElapsedTime(_submittedAt, at).TotalMilliseconds : null;

    private void ReleaseCache()
    {
        Cache?.Dispose();
        Cache = null;
    }
}
