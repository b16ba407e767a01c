using Freehold.Core.Learning.Drift;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>
/// All that one tenant's learning remembers beside the log and the weights themselves. It is stored with the checkpoint up to which it holds, so
/// its size is bounded.
/// </summary>
public sealed class LearnerMemory
{
    /// <summary>Most drifts that are remembered; the oldest are dropped: what they said has left the training window by then.</summary>
    public const int MaxDrifts = 100;

    private List<DriftFound> _drifts = [];

    /// <summary>The versions of the weights.</summary>
    public VersionHistory History { get; set; } = VersionHistory.Empty;

    /// <summary>Watches the version in force against its predecessor.</summary>
    public RegretWatch Watch { get; set; }

    /// <summary>Watches the rewards of every candidate.</summary>
    public DriftMonitor Drift { get; set; } = new();

    /// <summary>Decisions whose reward came since the last training.</summary>
    public int RewardsSinceTraining { get; set; }

    /// <summary>Decisions with a reward that the last training saw.</summary>
    public int RewardsLearned { get; set; }

    /// <summary>Drifts that were found, oldest first.</summary>
    public IReadOnlyList<DriftFound> Drifts
    {
        get => _drifts;
        set => _drifts = [.. value.TakeLast(MaxDrifts)];
    }

    /// <summary>True where a drift was found after the last training: what it says is not in the weights yet.</summary>
    public bool HasNewDrift { get; set; }

    /// <summary>
    /// True where a decision tells what still holds: it is not from before a drift of its candidate on its workload.
    /// </summary>
    public bool Holds(LoggedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var key = KeyOf(decision);
        foreach (var drift in _drifts)
        {
            if (drift.Key == key && decision.Sequence <= drift.Since)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The prior, as long as it is not of a time before a drift.</summary>
    public Weights? PriorThatHolds(Weights? prior) => _drifts.Count == 0 ? prior : null;

    /// <summary>The place in the log after which nothing has drifted any more on a workload: comparisons begin there.</summary>
    public long LastDriftOn(string? workload)
    {
        var last = 0L;
        foreach (var drift in _drifts)
        {
            last = drift.Key.Workload == (workload ?? "") ? Math.Max(last, drift.Since) : last;
        }

        return last;
    }

    /// <summary>Notes that a training took place, whatever came of it.</summary>
    public void NoteTraining(int rewards)
    {
        RewardsLearned = rewards;
        RewardsSinceTraining = 0;
        HasNewDrift = false;
    }

    internal void Note(DriftFound drift)
    {
        Drifts = [.. _drifts, drift];
        HasNewDrift = true;
    }

    internal static DriftKey KeyOf(LoggedDecision decision) => new(decision.Workload ?? "", decision.Candidate);
}
