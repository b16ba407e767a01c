using Freehold.Core.Labels;

namespace Freehold.Core.Distillation.Golden;

/// <summary>One exchange that may become a golden example, with everything that is known of its answer.</summary>
public sealed record GoldenCandidate
{
    /// <summary>The outcome's id.</summary>
    public required string OutcomeId { get; init; }

    /// <summary>When the request came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Text of the last user turn: what the student reads, and what duplicates are found by.</summary>
    public required string Prompt { get; init; }

    /// <summary>The whole prompt, all turns in order; empty where the last turn is all there is.</summary>
    public string Context { get; init; } = "";

    /// <summary>The answer that went out.</summary>
    public required string Answer { get; init; }

    /// <summary>Who gave it.</summary>
    public required AnswerSource Source { get; init; }

    /// <summary>Whether the tenant's policy and the label it ran under permit training on it.</summary>
    public required bool MayTrain { get; init; }

    /// <summary>The label it ran under.</summary>
    /// <value>Default: the strictest.</value>
    public Label Label { get; init; } = Label.Restricted;

    /// <summary>Scores of feedback (0 to 1), the last that was given; null for none.</summary>
    public double? FeedbackScore { get; init; }

    /// <summary>
    /// Label of the feedback: the right class, or one of the words of docs/learning.md (<c>accepted</c>, <c>rejected</c>, ...); null for
    /// none.
    /// </summary>
    public string? FeedbackLabel { get; init; }

    /// <summary>The answer as somebody put it right; null where nobody did.</summary>
    public string? EditedAnswer { get; init; }

    /// <summary>Score of a judge, 0 to 1; null where none looked.</summary>
    public double? JudgeScore { get; init; }

    /// <summary>What the policy's rule says of the answer; null where the policy has none.</summary>
    public bool? RuleVerdict { get; init; }
}

/// <summary>Who gave an answer.</summary>
public enum AnswerSource
{
    /// <summary>A teacher: a proprietary model, or whoever answers where there is no student.</summary>
    Teacher = 0,

    /// <summary>A student: it never learns from itself, which would make its errors the truth.</summary>
    Student = 1,

    /// <summary>A rule, a cache, or a model that the policy takes for no teacher: nothing to learn from.</summary>
    Other = 2,
}
