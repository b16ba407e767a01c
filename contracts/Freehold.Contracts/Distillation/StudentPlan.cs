using Freehold.Contracts.Routing;

namespace Freehold.Contracts.Distillation;

/// <summary>What one request has to do with the student of its workload.</summary>
[GenerateSerializer, Immutable, Alias("freehold.StudentPlan")]
public sealed record StudentPlan
{
    /// <summary>The student.</summary>
    [Id(0)] public required StudentCandidate Candidate { get; init; }

    /// <summary>One of <see cref="StudentArms"/>.</summary>
    [Id(1)] public required string Arm { get; init; }

    /// <summary>How long its answer may take, in milliseconds; an answer later than that is none.</summary>
    [Id(2)] public double MaxLatencyMs { get; init; }

    /// <summary>How its answers are compared with the teacher's.</summary>
    [Id(3)] public AnswerComparison Comparison { get; init; }

    /// <summary>The probability with which it was this arm, 0 to 1.</summary>
    [Id(4)] public double Propensity { get; init; } = 1;

    /// <summary>The student as it is asked beside the teacher; null where it leads.</summary>
    [Id(5)] public RankedCandidate? Beside { get; init; }

    /// <summary>Of an adapter: the answer by which it leaves a text to its teacher; null for none. A specialist says so by itself.</summary>
    [Id(6)] public string? OutOfScope { get; init; }
}

/// <summary>When two answers are the same.</summary>
[GenerateSerializer, Alias("freehold.AnswerComparison")]
public enum AnswerComparison
{
    /// <summary>Where they name the same class; case, white space and quotes around it say nothing.</summary>
    Class = 0,

    /// <summary>Where they are the same JSON value; the order of its fields says nothing.</summary>
    Json = 1,

    /// <summary>Where they share most of their words.</summary>
    Text = 2,
}

/// <summary>The form of answer that a request wants, as far as students have one.</summary>
[GenerateSerializer, Alias("freehold.StudentForm")]
public enum StudentForm
{
    /// <summary>One that no student gives: with tools, log-probabilities or several answers, of a long conversation, or of no text.</summary>
    None = 0,

    /// <summary>Plain text.</summary>
    Text = 1,

    /// <summary>A JSON value.</summary>
    Json = 2,
}
