namespace Freehold.Core.Outcomes;

/// <summary>One attempt as the figures count it.</summary>
/// <param name="Candidate">Who was tried.</param>
/// <param name="At">When.</param>
/// <param name="Succeeded">Its answer was good enough to judge its latency and confidence.</param>
/// <param name="Failed">It failed by its own fault. Neither flag is set where it was the client who went away.</param>
/// <param name="LatencyMs">From its start to its end, in milliseconds.</param>
/// <param name="Confidence">Mean log-probability of its tokens, where known.</param>
/// <param name="CostMicroUsd">What it cost, in micro-USD.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CompletionTokens">Tokens of the answer.</param>
public readonly record struct AttemptSample(
    string Candidate,
    DateTimeOffset At,
    bool Succeeded,
    bool Failed,
    double LatencyMs,
    double? Confidence,
    long CostMicroUsd,
    int PromptTokens,
    int CompletionTokens);

/// <summary>What one candidate did in the window.</summary>
public sealed record CandidateFigures(
    string Candidate,
    long Requests,
    long Errors,
    int ErrorsInARow,
    double LatencyP95Ms,
    double? MeanConfidence,
    long CostMicroUsd,
    long PromptTokens,
    long CompletionTokens);

/// <summary>
/// Figures over the last <see cref="Window"/>, in slots that age out whole. A function of the attempts and the time asked for, so
/// that reading the same log again gives the same figures. Not thread-safe.
/// </summary>
public sealed class RollingFigures
{
    /// <summary>Most candidates with figures of their own; the rest share <see cref="OtherCandidates"/>.</summary>
    public const int MaxCandidates = 256;

    /// <summary>The name under which candidates beyond <see cref="MaxCandidates"/> are counted together.</summary>
    public const string OtherCandidates = "(other)";

    internal const int SlotCount = 10;
    internal static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(30);

    /// <summary>How far back the figures reach.</summary>
    public static readonly TimeSpan Window = SlotLength * SlotCount;

    private readonly Dictionary<string, CandidateWindow> _candidates = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, CandidateWindow> Candidates => _candidates;

    /// <summary>Counts one attempt.</summary>
    public void Add(in AttemptSample sample)
    {
        var slot = SlotOf(sample.At);
        if (!_candidates.TryGetValue(sample.Candidate, out var window))
        {
            var name = MakeRoomFor(sample.Candidate, slot);
            if (!_candidates.TryGetValue(name, out window))
            {
                _candidates.Add(name, window = new CandidateWindow());
            }
        }

        window.Add(slot, sample);
    }

    /// <summary>The figures at <paramref name="now"/>, in order of the candidates' names; those not tried in the window are left out.</summary>
    public IReadOnlyList<CandidateFigures> At(DateTimeOffset now)
    {
        var slot = SlotOf(now);
        return [.. _candidates
            .Select(pair => pair.Value.Figures(pair.Key, slot, now))
            .Where(figures => figures.Requests > 0)
            .OrderBy(figures => figures.Candidate, StringComparer.Ordinal)];
    }

    internal static long SlotOf(DateTimeOffset at) => at.UtcTicks / SlotLength.Ticks;

    internal void Restore(string candidate, CandidateWindow window) => _candidates[candidate] = window;

    private string MakeRoomFor(string candidate, long slot)
    {
        if (_candidates.Count >= MaxCandidates)
        {
            foreach (var (name, window) in _candidates)
            {
                if (window.LastSlot < slot - SlotCount)
                {
                    _candidates.Remove(name); // Allowed while enumerating since .NET Core 3.0.
                }
            }
        }

        return _candidates.Count < MaxCandidates - 1 ? candidate : OtherCandidates;
    }
}
