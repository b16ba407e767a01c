namespace Freehold.Gateway.Inference.Students;

/// <summary>What a student said to one request, whether or not anybody was shown it.</summary>
internal sealed record StudentAnswer
{
    /// <summary>What it said; null where it said nothing.</summary>
    public string? Text { get; init; }

    /// <summary>The probability that it is right, as it says itself; null where it said nothing.</summary>
    public double? Probability { get; init; }

    /// <summary>Why it is not kept; null where it is.</summary>
    public string? Escalates { get; init; }

    /// <summary>What kind of failure kept it from saying anything; null where it said something.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double LatencyMs { get; init; }
}
