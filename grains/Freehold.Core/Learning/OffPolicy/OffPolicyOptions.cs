namespace Freehold.Core.Learning.OffPolicy;

/// <summary>How sure estimates have to be.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>The options that the learner uses.</summary>
    public static OffPolicyOptions Default { get; } = new();

    /// <summary>Confidence of intervals, both sides together. <value>0.95</value></summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// Importance weights above this are clipped: a bounded bias, which every estimate states, for a bounded variance. <value>50</value>
    /// </summary>
    public double WeightCap { get; init; } = 50;
}
