namespace Freehold.Contracts.Routing;

/// <summary>
/// How the gateway judges a local answer before it goes out: the calibration of its model for this workload. The arrays are those of
/// <c>Freehold.Core.Calibration</c>, shared by all decisions from one snapshot.
/// </summary>
[GenerateSerializer, Immutable, Alias("freehold.CascadeRule")]
public sealed record CascadeRule
{
    /// <summary>The probability that the policy asks for, 0 to 1.</summary>
    [Id(0)] public required double KeepAtProbability { get; init; }

    /// <summary>The score from which on an answer is kept; positive infinity where none is.</summary>
    [Id(1)] public required double KeepAtScore { get; init; }

    /// <summary>The calibration; 0 before anything was learned.</summary>
    [Id(2)] public required long CalibrationVersion { get; init; }

    /// <summary>Outcomes that the calibration rests on; 0 where it is only assumed, and promises nothing.</summary>
    [Id(3)] public required int Outcomes { get; init; }

    /// <summary>Weights of the confidence model; empty where they are those that are assumed of any model.</summary>
    [Id(4)] public float[] Weights { get; init; } = [];

    /// <summary>Scores of the calibration curve's knots.</summary>
    [Id(5)] public float[] CurveScores { get; init; } = [];

    /// <summary>Probabilities at the calibration curve's knots.</summary>
    [Id(6)] public float[] CurveProbabilities { get; init; } = [];

    /// <summary>Further answers that are drawn and compared with the first; 0 for none.</summary>
    [Id(7)] public int Samples { get; init; }
}
