using System.Text.Json.Serialization;

namespace Freehold.Wire.Errors;

/// <summary>The body of every failed answer: <c>{"error":{"message","type","param","code"}}</c>.</summary>
/// <param name="Error">The error object.</param>
public sealed record ErrorEnvelope(ErrorBody Error);

/// <summary>OpenAI's error object. Absent values are written as null, never left out, because clients index them.</summary>
/// <param name="Message">Text for people.</param>
/// <param name="Type">Class of error.</param>
/// <param name="Param">Path of the offending field, or null.</param>
/// <param name="Code">Machine-readable reason, or null.</param>
public sealed record ErrorBody(
    string Message,
    string? Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
