namespace Freehold.Contracts.Inference;

/// <summary>A text for a specialist.</summary>
[GenerateSerializer, Immutable, Alias("freehold.PredictRequest")]
public sealed record PredictRequest
{
    /// <summary>Longest text that a specialist reads, in UTF-16 units.</summary>
    public const int MaxTextLength = 32_768;

    /// <summary>SHA-256 of the specialist's artifact, lower-case hex.</summary>
    [Id(0)] public required string Digest { get; init; }

    /// <summary>The text, at most <see cref="MaxTextLength"/>.</summary>
    [Id(1)] public required string Text { get; init; }
}

/// <summary>What a specialist says, or why it says nothing.</summary>
[GenerateSerializer, Immutable, Alias("freehold.PredictAnswer")]
public sealed record PredictAnswer
{
    /// <summary>The answer: a class, or what <see cref="Json"/> says too; empty exactly where there is a <see cref="Refusal"/>.</summary>
    [Id(0)] public string Label { get; init; } = "";

    /// <summary>The probability that it is right, as calibrated, 0 to 1.</summary>
    [Id(1)] public double Probability { get; init; }

    /// <summary>True where the text is not of the kind that it was trained for.</summary>
    [Id(2)] public bool OutOfScope { get; init; }

    /// <summary>The fields as a JSON object where it extracts; null where it classifies.</summary>
    [Id(3)] public string? Json { get; init; }

    /// <summary>SHA-256 of the weights that said so, lower-case hex.</summary>
    [Id(4)] public required string Digest { get; init; }

    /// <summary>Set where it says nothing.</summary>
    [Id(5)] public PredictRefusal? Refusal { get; init; }
}

/// <summary>Why a specialist says nothing.</summary>
[GenerateSerializer, Alias("freehold.PredictRefusalKind")]
public enum PredictRefusalKind
{
    /// <summary>The tenant's student catalog does not name these weights for this workload.</summary>
    NotNamed = 0,

    /// <summary>There is no artifact of this digest.</summary>
    Missing = 1,

    /// <summary>The artifact is not what its digest says, or no specialist.</summary>
    Invalid = 2,

    /// <summary>Policy demands an approval or a signature that these weights do not have.</summary>
    NotApproved = 3,

    /// <summary>The text is longer than a specialist reads.</summary>
    TextTooLong = 4,

    /// <summary>It cannot be had now; try again later.</summary>
    Unavailable = 5,

    /// <summary>It is being loaded; the next requests find it.</summary>
    Loading = 6,
}

/// <summary>Why a specialist says nothing, in words.</summary>
[GenerateSerializer, Immutable, Alias("freehold.PredictRefusal")]
public sealed record PredictRefusal
{
    /// <summary>The kind.</summary>
    [Id(0)] public required PredictRefusalKind Kind { get; init; }

    /// <summary>What, where, what to do.</summary>
    [Id(1)] public required string Detail { get; init; }
}
