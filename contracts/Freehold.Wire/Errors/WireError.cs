namespace Freehold.Wire.Errors;

/// <summary>One failure as the client sees it: an HTTP status and OpenAI's error object.</summary>
/// <param name="Status">HTTP status code, 400 to 599.</param>
/// <param name="Message">What went wrong, where, and what the caller can do.</param>
/// <param name="Type">OpenAI's class of error; see <see cref="WireErrorTypes"/>.</param>
/// <param name="Param">Path of the offending request field, such as <c>messages[0].role</c>; null when no field is to blame.</param>
/// <param name="Code">Stable machine-readable reason, such as <c>model_not_found</c>; null when there is none.</param>
public sealed record WireError(int Status, string Message, string Type, string? Param = null, string? Code = null);
