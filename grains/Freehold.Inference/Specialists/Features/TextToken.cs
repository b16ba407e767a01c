namespace Freehold.Inference.Specialists.Features;

/// <summary>A word, a number, a sign or an ideograph.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters, at least 1.</param>
/// <param name="Hash">Hash of the token in small letters.</param>
/// <param name="IsWord">Letters or digits, not a sign.</param>
internal readonly record struct TextToken(int Start, int Length, uint Hash, bool IsWord);
