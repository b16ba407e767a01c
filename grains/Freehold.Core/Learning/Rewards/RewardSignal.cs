namespace Freehold.Core.Learning.Rewards;

/// <summary>What told how good an answer was.</summary>
public enum RewardSignalKind
{
    /// <summary>A score that somebody gave, 0 (useless) to 1 (right).</summary>
    Score,

    /// <summary>A judge's score: a model or a program that compares the answer with what is right.</summary>
    Judge,

    /// <summary>The answer was taken as it was.</summary>
    Accepted,

    /// <summary>The answer was thrown away.</summary>
    Rejected,

    /// <summary>The answer was taken after changes; its value is the share that was kept, where that is known.</summary>
    Edited,

    /// <summary>The same request came again soon after.</summary>
    Retried,

    /// <summary>The answer was not kept, because it was not confident enough, and the next candidate was asked.</summary>
    Escalated,

    /// <summary>There was no answer, by the candidate's own fault.</summary>
    Failed,
}

/// <summary>One thing that was learned about one answer.</summary>
/// <param name="Kind">What told it.</param>
/// <param name="Value">How good it says the answer was, 0 to 1; null: what <see cref="RewardWeights"/> states for the kind.</param>
public readonly record struct RewardSignal(RewardSignalKind Kind, double? Value = null)
{
    /// <summary>The label of a judge's score.</summary>
    public const string JudgeLabel = "judge";

    /// <summary>The label of an answer that somebody put right.</summary>
    public const string EditedLabel = "edited";

    /// <summary>What feedback says; null where it says nothing of how good the answer was.</summary>
    /// <param name="label">Its label: a word of the table in docs/learning.md, in any case; any other one is a class and no judgement.</param>
    /// <param name="score">Its score, 0 to 1; clamped. No number counts as none.</param>
    public static RewardSignal? OfFeedback(string? label, double? score)
    {
        score = score is { } given && double.IsFinite(given) ? Math.Clamp(given, 0, 1) : null;
        return label?.ToLowerInvariant() switch
        {
            JudgeLabel => score is null ? null : new(RewardSignalKind.Judge, score),
            EditedLabel => new(RewardSignalKind.Edited, score),
            "retried" => new(RewardSignalKind.Retried),
            "accepted" when score is null => new(RewardSignalKind.Accepted),
            "rejected" when score is null => new(RewardSignalKind.Rejected),
            _ => score is null ? null : new(RewardSignalKind.Score, score),
        };
    }
}
