using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Distillation.Artifacts;

/// <summary>One line of a data set's artifact: one exchange.</summary>
public sealed record ExampleLine
{
    /// <summary>The id of the exchange's outcome.</summary>
    public required string Id { get; init; }

    /// <summary>What a specialist reads: the text that was asked about.</summary>
    public required string Text { get; init; }

    /// <summary>The answer to learn: the teacher's, or what feedback put in its place.</summary>
    public required string Answer { get; init; }

    /// <summary>The teacher's own answer; null where it is the same.</summary>
    public string? TeacherAnswer { get; init; }

    /// <summary>True where feedback vouches for the answer; else it is only what the teacher said.</summary>
    public bool Verified { get; init; }

    /// <summary>The label that the exchange ran under, which says where it may go; null in older artifacts, whose examples may go nowhere.</summary>
    public SensitivityLabel? Label { get; init; }

    /// <summary>The whole prompt, oldest turn first, for a student that writes text; null for others.</summary>
    public IReadOnlyList<ExampleTurn>? Turns { get; init; }
}

/// <summary>One turn of a prompt.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">The text.</param>
public sealed record ExampleTurn(string Role, string Content);

/// <summary>One line of an evaluation's artifact: what a student said of one example.</summary>
public sealed record PredictionLine
{
    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>The student's answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The probability that it is right, as the student says, 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>True where the student says that the text is not of its kind.</summary>
    public bool OutOfScope { get; init; }
}
