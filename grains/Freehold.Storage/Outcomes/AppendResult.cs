namespace Freehold.Storage.Outcomes;

/// <summary>Where an append went.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="WasThere">True where an event with its id was there already; the sequence is that one's.</param>
public readonly record struct AppendResult(long Sequence, bool WasThere);
