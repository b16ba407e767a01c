using System.Text;

namespace Freehold.Inference.Scheduling;

/// <summary>Gathers one answer's tokens into batches: a batch goes out when it is large enough, or old enough.</summary>
internal sealed class SequenceOutput(RequestOutput request, int index, SchedulerOptions options, TimeProvider time)
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _ids = [];
    private readonly List<TokenLogProbs> _logProbs = [];
    private double _logProbSum;
    private long? _lastFlush;

    /// <summary>True where the reader is so far behind that another token would have no place to go.</summary>
    public bool IsBlocked => _ids.Count >= options.FlushTokens && request.IsFull;

    public void Add(int id, double logProb, string text, TokenLogProbs? logProbs)
    {
        _ids.Add(id);
        if (logProbs is not null)
            _logProbs.Add(logProbs);
        _logProbSum += logProb;
        _text.Append(text);
    }

    /// <summary>Adds text that no new token brings: what was held back until the end.</summary>
    public void AddText(string text) => _text.Append(text);

    public void FlushIfDue()
    {
        if (_ids.Count > 0 && IsDue() && !request.IsFull)
            Flush();
    }

    /// <summary>Lets go what is there, if there is room for it: nothing more comes for a while.</summary>
    public void FlushNow()
    {
        if (_ids.Count > 0 && !request.IsFull)
            Flush();
    }

    public void Finish(GenerationEvent last)
    {
        if (_ids.Count > 0 || _text.Length > 0)
            Flush();
        request.End(last);
    }

    private bool IsDue() => _ids.Count >= options.FlushTokens || _lastFlush is not { } last
        || time.GetElapsedTime(last).TotalMilliseconds >= options.FlushMs;

    private void Flush()
    {
        request.Write(new GeneratedTokens(_text.ToString(), [.. _ids], _logProbSum) { Index = index, LogProbs = [.. _logProbs] });
        _text.Clear();
        _ids.Clear();
        _logProbs.Clear();
        _logProbSum = 0;
        _lastFlush = time.GetTimestamp();
    }
}
