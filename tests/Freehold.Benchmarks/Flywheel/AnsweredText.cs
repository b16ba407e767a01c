namespace Freehold.Benchmarks.Flywheel;

/// <summary>What became of one text of the test.</summary>
/// <param name="Label">The right answer.</param>
/// <param name="Teacher">What the teacher says, asked or not.</param>
/// <param name="Student">What the student says by itself; null where it was not asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="IsLocal">The student answered.</param>
/// <param name="StudentMs">How long the student took; null where it was not asked.</param>
internal sealed record AnsweredText(string Label, string Teacher, string? Student, string Answer, bool IsLocal, double? StudentMs)
{
    public bool IsInScope => Label != IntentSet.OutOfScopeLabel;
}
