using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Transcripts;

/// <summary>A transcript as it is kept.</summary>
/// <param name="Sequence">The place of its outcome in the log.</param>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="Transcript">What was said.</param>
public sealed record StoredTranscript(long Sequence, string OutcomeId, Transcript Transcript);
