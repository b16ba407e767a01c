namespace Freehold.Client;

/// <summary>An answer and how it came about.</summary>
/// <typeparam name="T">The wire message.</typeparam>
/// <param name="Value">The answer as OpenAI's API has it.</param>
/// <param name="Route">Who answered, why, and what it cost.</param>
public sealed record Answer<T>(T Value, RouteInfo Route);
