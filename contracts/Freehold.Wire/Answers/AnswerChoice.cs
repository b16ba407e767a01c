using Freehold.Wire.Chat;

namespace Freehold.Wire.Answers;

/// <summary>One finished choice.</summary>
/// <param name="Text">All of its text.</param>
/// <param name="FinishReason">One of <see cref="FinishReasons"/>.</param>
/// <param name="Logprobs">One entry per token when the client asked for them, else null. </param>
public readonly record struct AnswerChoice(string Text, string FinishReason, IReadOnlyList<TokenLogprob>? Logprobs = null);
