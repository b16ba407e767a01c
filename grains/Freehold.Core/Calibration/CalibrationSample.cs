namespace Freehold.Core.Calibration;

/// <summary>One answer of a model of ours whose worth became known.</summary>
/// <param name="Model">Who answered, as <see cref="CalibrationKey.Model"/>.</param>
/// <param name="Workload">The kind of task; null where not known.</param>
/// <param name="Signals">The answer's signals: <see cref="AnswerSignals.ReadVector"/>. Not copied.</param>
/// <param name="IsRight">What feedback said of it.</param>
public sealed record CalibrationSample(string Model, string? Workload, float[] Signals, bool IsRight);

/// <summary>Whose answers, to what.</summary>
/// <param name="Model">The candidate's id and, where they are known, its weights: other weights are another model.</param>
/// <param name="Workload">The kind of task; null for all of them together.</param>
public readonly record struct CalibrationKey(string Model, string? Workload)
{
    private const int DigestChars = 12;

    /// <summary>The name of a candidate with these weights.</summary>
    public static string ModelOf(string candidate, string? digest) =>
        digest is null ? candidate : $"{candidate}@{digest.AsSpan(0, Math.Min(digest.Length, DigestChars))}";
}

/// <summary>Whose outcomes a calibration rests on.</summary>
public enum CalibrationLevel
{
    /// <summary>Nobody's: there were too few, and what is assumed of any model holds.</summary>
    Prior = 0,

    /// <summary>Those of the tenant with this model, of all workloads together.</summary>
    Tenant = 1,

    /// <summary>Those of this workload with this model.</summary>
    Workload = 2,
}
