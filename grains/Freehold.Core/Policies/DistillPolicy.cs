using Freehold.Core.Distillation.Golden;

namespace Freehold.Core.Policies;

/// <summary>The student of one workload: what it is, what it learns from, and how it proves itself before it answers.</summary>
public sealed record DistillPolicy
{
    /// <summary>A workload that has no student.</summary>
    public static DistillPolicy None { get; } = new();

    /// <summary>Whether the workload has a student. True where the policy has the section, unless it says otherwise.</summary>
    public bool Enabled { get; init; }

    /// <summary>What kind of student.</summary>
    public DistillStudent Student { get; init; }

    /// <summary>The model that an adapter is trained on; null for a specialist.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Of an adapter: the rank of its matrices.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Of an adapter: how many times it learns from each example.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Of an adapter: the highest learning rate.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>What kind of answers the workload has.</summary>
    public DistillTask Task { get; init; }

    /// <summary>The closed set of answers of a classification; empty: those that are seen.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The answer that means 'none of the classes'; null where there is none.</summary>
    public string? OutOfScope { get; init; }

    /// <summary>What makes an answer one to learn from; any of these does.</summary>
    public AcceptedEvidence Accept { get; init; } = AcceptedEvidence.Feedback;

    /// <summary>Whose answers are learned and compared with.</summary>
    public DistillTeachers Teachers { get; init; }

    /// <summary>A regular expression without back-references that the whole answer matches where the rule accepts it; null: none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Golden examples from which on the first student is trained.</summary>
    public int MinExamples { get; init; } = 500;

    /// <summary>New golden examples after which it is trained anew.</summary>
    public int RetrainExamples { get; init; } = 1_000;

    /// <summary>
    /// Once teachers' answers that only served comparison have cost so much in a month, in USD, no training starts before the next one.
    /// </summary>
    public decimal MaxTeacherCostUsd { get; init; } = 10;

    /// <summary>By how much the student's quality (0 to 1) may be below the teacher's, at most: the margin of non-inferiority.</summary>
    public double Margin { get; init; } = 0.03;

    /// <summary>The most that a student's 99th percentile of latency may be, in milliseconds.</summary>
    public double MaxLatencyMs { get; init; } = 50;

    /// <summary>The same of an adapter, which writes token by token, where the policy does not say.</summary>
    public const double AdapterMaxLatencyMs = 5_000;

    /// <summary>Requests of the shadow stage, in which the student answers beside the teacher and is not shown.</summary>
    public int ShadowRequests { get; init; } = 100;

    /// <summary>The shares of requests that the student leads, stage by stage; they grow, and the last one is 1.</summary>
    public IReadOnlyList<double> CanaryStages { get; init; } = [0.01, 0.05, 0.25, 0.5, 1];

    /// <summary>Requests that have to do with the student, in either arm, in one stage before the next begins.</summary>
    public int CanaryRequests { get; init; } = 100;

    /// <summary>The share of requests that the teacher still answers once the student has settled, to notice drift.</summary>
    public double AuditShare { get; init; } = 0.02;

    /// <summary>What a student may not get wrong where it is right today; at most <see cref="PolicyBounds.MaxSafetyCases"/>.</summary>
    public IReadOnlyList<SafetyRule> Safety { get; init; } = [];

    /// <summary>Checks of the operator's own that the answers have to pass; at most <see cref="PolicyBounds.MaxChecks"/>.</summary>
    public IReadOnlyList<CheckRule> Checks { get; init; } = [];

    /// <summary>True where an answer is one of the policy's own words: a class, or the answer for none of them.</summary>
    public bool NamesClass(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var name = AnswerForm.Unquote(answer.Trim());
        return Task == DistillTask.Classification
            && (Classes.Contains(name, StringComparer.OrdinalIgnoreCase) || string.Equals(OutOfScope, name, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Kinds of students.</summary>
public enum DistillStudent
{
    /// <summary>A small model of one workload's classes or fields.</summary>
    Specialist = 0,

    /// <summary>A low-rank adapter on a language model.</summary>
    Adapter = 1,
}

/// <summary>Kinds of answers.</summary>
public enum DistillTask
{
    /// <summary>One of a closed set.</summary>
    Classification = 0,

    /// <summary>A JSON object with fields of the text.</summary>
    Extraction = 1,

    /// <summary>Free text.</summary>
    Text = 2,
}

/// <summary>Who is a teacher.</summary>
public enum DistillTeachers
{
    /// <summary>Providers alone: what a small local model says is no standard.</summary>
    Providers = 0,

    /// <summary>Local models too, but never a student.</summary>
    Any = 1,
}

/// <summary>What may show that an answer is one to learn from.</summary>
[Flags]
public enum AcceptedEvidence
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Feedback of the tenant's own people or programs.</summary>
    Feedback = 1,

    /// <summary>A judge's verdict.</summary>
    Judge = 2,

    /// <summary>A rule: the answer is one of the classes, matches the pattern, or is a valid object.</summary>
    Rule = 4,
}
