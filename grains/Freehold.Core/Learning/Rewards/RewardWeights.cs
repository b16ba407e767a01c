namespace Freehold.Core.Learning.Rewards;

/// <summary>
/// How signals become a reward: the mean of their values by their weights. The section <c>rewards</c> of a policy states what
/// differs from these defaults.
/// </summary>
public sealed record RewardWeights
{
    /// <summary>The largest weight.</summary>
    public const double MaxWeight = 100;

    /// <summary>The longest <see cref="RetryWindow"/>.</summary>
    public static readonly TimeSpan MaxRetryWindow = TimeSpan.FromHours(1);

    /// <summary>The weights where a policy states none.</summary>
    public static RewardWeights Default { get; } = new();

    /// <summary>Weight of a given score; its value is the score.</summary>
    public double Score { get; init; } = 1;

    /// <summary>Weight of a judge's score; its value is the score.</summary>
    public double Judge { get; init; } = 0.7;

    /// <summary>Weight of an answer that was accepted; its value is 1.</summary>
    public double Accepted { get; init; } = 1;

    /// <summary>Weight of an answer that was rejected; its value is 0.</summary>
    public double Rejected { get; init; } = 1;

    /// <summary>Weight of an answer that was changed.</summary>
    public double Edited { get; init; } = 0.7;

    /// <summary>Value of an answer that was changed, where the share that was kept is not known, 0 to 1.</summary>
    public double EditedValue { get; init; } = 0.5;

    /// <summary>Weight of a request that came again.</summary>
    public double Retried { get; init; } = 0.5;

    /// <summary>Value of an answer whose request came again, 0 to 1.</summary>
    public double RetriedValue { get; init; } = 0.2;

    /// <summary>Weight of an answer that was not kept.</summary>
    public double Escalated { get; init; } = 0.5;

    /// <summary>Value of an answer that was not kept, 0 to 1.</summary>
    public double EscalatedValue { get; init; } = 0.2;

    /// <summary>Weight of a candidate's failure; its value is 0.</summary>
    public double Failed { get; init; } = 1;

    /// <summary>The same request within this time after an answer is a retry; zero: none is.</summary>
    public TimeSpan RetryWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first thing wrong with these weights, with its remedy; null where they hold.</summary>
    public string? FindFault()
    {
        foreach (var kind in Enum.GetValues<RewardSignalKind>())
        {
            if (!(WeightOf(kind) is >= 0 and <= MaxWeight))
            {
                return $"the weight of '{kind.ToString().ToLowerInvariant()}' is {WeightOf(kind)}; give a number from 0 to {MaxWeight}";
            }

            if (!(ValueOf(kind) is >= 0 and <= 1))
            {
                return $"the value of '{kind.ToString().ToLowerInvariant()}' is {ValueOf(kind)}; give a number from 0 to 1";
            }
        }

        return RetryWindow < TimeSpan.Zero || RetryWindow > MaxRetryWindow
            ? $"the retry window is {RetryWindow.TotalSeconds} s; give 0 to {MaxRetryWindow.TotalSeconds} s"
            : null;
    }

    /// <summary>How much a signal of a kind counts; 0: not at all.</summary>
    public double WeightOf(RewardSignalKind kind) => kind switch
    {
        RewardSignalKind.Score => Score,
        RewardSignalKind.Judge => Judge,
        RewardSignalKind.Accepted => Accepted,
        RewardSignalKind.Rejected => Rejected,
        RewardSignalKind.Edited => Edited,
        RewardSignalKind.Retried => Retried,
        RewardSignalKind.Escalated => Escalated,
        RewardSignalKind.Failed => Failed,
        _ => 0,
    };

    /// <summary>What a signal of a kind says that brings no value of its own.</summary>
    public double ValueOf(RewardSignalKind kind) => kind switch
    {
        RewardSignalKind.Accepted => 1,
        RewardSignalKind.Edited => EditedValue,
        RewardSignalKind.Retried => RetriedValue,
        RewardSignalKind.Escalated => EscalatedValue,
        _ => 0,
    };
}
