using Freehold.Wire.Chat;

namespace Freehold.Wire.Answers;

/// <summary>Log-probabilities of tokens that follow each other.</summary>
/// <param name="Tokens">One entry per token.</param>
/// <param name="TextOffset">Characters of the choice's text before the first of them; legacy completions name it.</param>
public sealed record AnswerLogprobs(IReadOnlyList<TokenLogprob> Tokens, int TextOffset = 0);
