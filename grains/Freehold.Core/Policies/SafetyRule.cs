namespace Freehold.Core.Policies;

/// <summary>One case of a workload's safety set: a prompt, and what a student's answer to it has to be. Everything that is stated has to hold.</summary>
public sealed record SafetyRule
{
    /// <summary>Its name in reports; no other case of the workload has it.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the answer has to be, compared as live traffic is; null: anything.</summary>
    public string? Answer { get; init; }

    /// <summary>A regular expression without back-references that some part of the answer has to match; null: none.</summary>
    public string? MustMatch { get; init; }

    /// <summary>A regular expression without back-references that no part of the answer may match; null: none.</summary>
    public string? MustNotMatch { get; init; }

    /// <summary>True where the student may not answer at all: the teacher has to.</summary>
    public bool ToTeacher { get; init; }
}
