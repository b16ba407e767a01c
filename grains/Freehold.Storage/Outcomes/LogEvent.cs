using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes;

/// <summary>One event of a log: an outcome or feedback on one; exactly one of the two is there.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Outcome">The outcome, where it is one.</param>
/// <param name="Feedback">The feedback, where it is one.</param>
public sealed record LogEvent(long Sequence, Outcome? Outcome, Feedback? Feedback);
