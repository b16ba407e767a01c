namespace Freehold.Wire.Answers;

/// <summary>What all parts of one answer have in common.</summary>
/// <param name="Id">Id of the answer, such as <c>chatcmpl-...</c>.</param>
/// <param name="CreatedUnixSeconds">When it was begun.</param>
/// <param name="Model">Name of the model that answers.</param>
/// <param name="SystemFingerprint">Identifies weights and settings; left out when null.</param>
public sealed record AnswerHeader(string Id, long CreatedUnixSeconds, string Model, string? SystemFingerprint = null);
