namespace Freehold.Workers.Registry;

/// <summary>Which files a model is loaded from, or why from none.</summary>
/// <param name="Path">Where its files lie.</param>
/// <param name="Digest">SHA-256 that the loaded weights must have, lower-case hex; null where any will do.</param>
/// <param name="Refusal">Why it may not be loaded, in one line; null where it may.</param>
/// <param name="Revision">What the registry knew then; a later revision may decide otherwise. -1 where it could not be asked.</param>
public sealed record ModelAdmission(string Path, string? Digest, string? Refusal, long Revision);
