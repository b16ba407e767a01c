namespace Freehold.Core.Learning.Rollouts;

/// <summary>What a live decision told.</summary>
public enum LiveFinding
{
    /// <summary>Nothing that asks for something to be done.</summary>
    None,

    /// <summary>A candidate's rewards are not what they were.</summary>
    Drift,

    /// <summary>The version in force is worse than its predecessor was.</summary>
    Regret,
}

/// <summary>Looks at decisions whose reward is due: for drift of a candidate, and for regret of the version in force.</summary>
/// <param name="memory">What is remembered from one decision to the next.</param>
/// <param name="rule">The policy.</param>
public sealed class LiveWatch(LearnerMemory memory, IDecisionRule rule)
{
    private readonly VersionComparison _comparison = new(rule);

    /// <summary>Looks at one decision.</summary>
    /// <param name="decision">A decision with a reward.</param>
    /// <param name="inForce">The version in force; null for none.</param>
    /// <param name="predecessor">Its predecessor; null for none: then nothing is known of any candidate.</param>
    public LiveFinding Look(LoggedDecision decision, Weights? inForce, Weights? predecessor)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (decision.Arms.Length > 1)
        {
            memory.RewardsSinceTraining++; // Where there was nothing to choose, weights would choose nothing else.
        }

        if (inForce is null || !memory.Holds(decision))
        {
            return LiveFinding.None;
        }

        // A candidate that fails is out, which its health tells at once and takes back at once: what it can do has not changed.
        var finding = decision.IsAnswer && LookForDrift(decision, inForce) ? LiveFinding.Drift : LiveFinding.None;
        if (decision.WeightsVersion == inForce.Id && decision.IsComparable)
        {
            var (one, other) = _comparison.Compare(decision, inForce, predecessor);
            memory.Watch = memory.Watch.Add(one, other);
            finding = memory.Watch.IsWorse ? LiveFinding.Regret : finding;
        }

        return finding;
    }

    private bool LookForDrift(LoggedDecision decision, Weights inForce)
    {
        Span<double> mean = stackalloc double[decision.Arms.Length];
        Span<double> deviation = stackalloc double[decision.Arms.Length];
        inForce.Estimate(decision, mean, deviation);
        var residual = decision.Signals.Reward!.Value - mean[decision.Taken];
        if (memory.Drift.Add(LearnerMemory.KeyOf(decision), residual, deviation[decision.Taken], decision.Sequence) is not { } drift)
        {
            return false;
        }

        memory.Note(drift);
        return true;
    }
}
