namespace Freehold.Inference;

/// <summary>A stretch of a rendered prompt of one origin.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsInput">
/// True where it came from a request (messages, tools, variables). Control tokens written out in it are read as plain text; only those
/// of the template itself are control tokens.
/// </param>
public sealed record PromptSegment(string Text, bool IsInput);
