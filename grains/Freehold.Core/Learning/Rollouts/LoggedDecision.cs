using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>One that could have been tried first for a logged request.</summary>
/// <param name="Candidate">Its id.</param>
/// <param name="Propensity">The probability with which it was.</param>
/// <param name="CostMicroUsd">What it was expected to cost, in micro-USD; null where that was not known.</param>
/// <param name="LatencyMs">How long it was expected to take, in milliseconds; null where that was not known.</param>
public readonly record struct LoggedArm(string Candidate, double Propensity, double? CostMicroUsd = null, double? LatencyMs = null);

/// <summary>One decision of the log: all that learning needs of it, and nothing of what was said.</summary>
/// <param name="Id">The id of its answer.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="At">When the request came.</param>
/// <param name="Asker">The key that the request came with.</param>
/// <param name="Workload">The kind of task, where known.</param>
/// <param name="Features">The request, in the byte form of <see cref="RequestFeatures"/>.</param>
/// <param name="Arms">Who could have been tried first, <see cref="MaxArms"/> at most.</param>
/// <param name="Taken">Which of them was.</param>
/// <param name="WeightsVersion">The version that estimated their quality; null for none.</param>
/// <param name="IsAnswer">False where somebody else answered in the end: then feedback is not about the candidate that was tried first.</param>
public sealed record LoggedDecision(
    string Id,
    long Sequence,
    DateTimeOffset At,
    string Asker,
    string? Workload,
    byte[] Features,
    LoggedArm[] Arms,
    int Taken,
    string? WeightsVersion,
    bool IsAnswer = true)
{
    /// <summary>Most arms of one decision; one with more is not learned from.</summary>
    public const int MaxArms = 64;

    /// <summary>The candidate that was tried first.</summary>
    public string Candidate => Arms[Taken].Candidate;

    /// <summary>True where another candidate could have been taken, and it is known how likely this one was.</summary>
    public bool IsComparable => Arms.Length > 1 && Arms[Taken].Propensity > 0;

    /// <summary>What is known of its answer so far.</summary>
    public RewardSum Signals { get; set; }

    /// <summary>True from when its answer had time to be judged.</summary>
    internal bool IsRipe { get; set; }

    /// <summary>True once it was given out by <see cref="DecisionBook.TakeDue"/>.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>A digest of whose request it is and what it asks (FNV-1a): the same request of the same key has the same one.</summary>
    internal ulong Digest()
    {
        var hash = 14_695_981_039_346_656_037ul;
        foreach (var character in Asker)
        {
            hash = (hash ^ character) * 1_099_511_628_211ul;
        }

        foreach (var part in Features)
        {
            hash = (hash ^ part) * 1_099_511_628_211ul;
        }

        return hash;
    }
}
