using Freehold.Core.Labels;

namespace Freehold.Core.Distillation.Golden;

/// <summary>What a student is trained on and measured by. No prompt of one part is in another, nor one nearly the same.</summary>
/// <param name="Train">To be trained on.</param>
/// <param name="Calibration">To choose the serving threshold by.</param>
/// <param name="Eval">For the gate alone.</param>
/// <param name="Report">What was kept and dropped, and why.</param>
public sealed record GoldenSet(
    IReadOnlyList<GoldenExample> Train, IReadOnlyList<GoldenExample> Calibration, IReadOnlyList<GoldenExample> Eval, GoldenReport Report);

/// <summary>One golden example.</summary>
public sealed record GoldenExample
{
    /// <summary>The outcome that it comes from: of merged ones the earliest.</summary>
    public required string OutcomeId { get; init; }

    /// <summary>Text of the last user turn.</summary>
    public required string Prompt { get; init; }

    /// <summary>The whole prompt; empty where the last turn is all there is.</summary>
    public string Context { get; init; } = "";

    /// <summary>The answer to learn: the teacher's, or what feedback put in its place.</summary>
    public required string Answer { get; init; }

    /// <summary>The teacher's own answer, in the same form as <see cref="Answer"/>.</summary>
    public required string TeacherAnswer { get; init; }

    /// <summary>True where feedback vouches for the answer; else it is only what the teacher said, which may be wrong.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The label it ran under: of merged ones the strictest.</summary>
    /// <value>Default: the strictest.</value>
    public Label Label { get; init; } = Label.Restricted;

    /// <summary>How many exchanges with the same prompt and answer it stands for.</summary>
    public int Count { get; init; } = 1;
}
