using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>
/// The newest decisions of a log with what is known of their answers. A function of the events it was given, so that a log read again
/// gives the same rewards. Not thread-safe.
/// </summary>
/// <param name="capacity">Most decisions; the oldest leaves for a new one.</param>
/// <param name="weights">What signals count for a workload.</param>
public sealed class DecisionBook(int capacity, Func<string?, RewardWeights> weights)
{
    /// <summary>So long an answer may be judged before its reward is looked at; what comes later still counts for training.</summary>
    public static readonly TimeSpan RipeningTime = TimeSpan.FromMinutes(10);

    private readonly Queue<LoggedDecision> _decisions = [];
    private readonly Queue<LoggedDecision> _ripening = [];
    private readonly List<LoggedDecision> _due = [];
    private readonly Dictionary<string, LoggedDecision> _byId = new(StringComparer.Ordinal);
    private readonly RetryDetector _retries = new();

    /// <summary>The decisions, oldest first.</summary>
    public IReadOnlyCollection<LoggedDecision> Decisions => _decisions;

    /// <summary>Takes in a decision.</summary>
    /// <param name="decision">The decision; one whose id is here already is left out.</param>
    /// <param name="signals">What its outcome itself says of the answer of the candidate that was tried first.</param>
    public void Add(LoggedDecision decision, params ReadOnlySpan<RewardSignal> signals)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!_byId.TryAdd(decision.Id, decision))
        {
            return;
        }

        _decisions.Enqueue(decision);
        _ripening.Enqueue(decision);
        foreach (var signal in signals)
        {
            decision.Signals = decision.Signals.Add(signal, weights(decision.Workload));
        }

        if (_retries.Note(decision.Digest(), decision.Id, decision.At, weights(decision.Workload).RetryWindow) is { } retried)
        {
            Signal(retried, new RewardSignal(RewardSignalKind.Retried));
        }

        while (_decisions.Count > capacity)
        {
            _byId.Remove(_decisions.Dequeue().Id);
        }

        Ripen(decision.At);
    }

    /// <summary>Takes in feedback; nothing happens where its decision is not here.</summary>
    public void AddFeedback(string id, RewardSignal? signal, DateTimeOffset at)
    {
        if (signal is { } given)
        {
            Signal(id, given);
        }

        Ripen(at);
    }

    /// <summary>
    /// Decisions whose reward is due: had time to ripen, and have one. Each comes once; one without a signal then comes with its first.
    /// </summary>
    public IReadOnlyList<LoggedDecision> TakeDue()
    {
        LoggedDecision[] due = [.. _due];
        _due.Clear();
        return due;
    }

    private void Signal(string id, RewardSignal signal)
    {
        if (_byId.TryGetValue(id, out var decision) && decision.IsAnswer)
        {
            decision.Signals = decision.Signals.Add(signal, weights(decision.Workload));
            NoteDue(decision);
        }
    }

    private void Ripen(DateTimeOffset at)
    {
        while (_ripening.TryPeek(out var oldest) && (at - oldest.At >= RipeningTime || _ripening.Count > capacity))
        {
            _ripening.Dequeue().IsRipe = true;
            NoteDue(oldest);
        }
    }

    private void NoteDue(LoggedDecision decision)
    {
        if (decision is { IsRipe: true, IsTaken: false, Signals.Reward: not null })
        {
            decision.IsTaken = true;
            _due.Add(decision);
        }
    }
}
