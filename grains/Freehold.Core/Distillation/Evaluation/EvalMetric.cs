namespace Freehold.Core.Distillation.Evaluation;

/// <summary>One measure of a student's answers on an eval set.</summary>
/// <param name="Name">The field's name: <c>exact_match</c>, <c>macro_f1</c>, <c>json_validity</c>, <c>field_f1</c>, <c>token_f1</c>,
/// <c>rouge_l</c>.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Lower">Lower end of its interval of 95% confidence.</param>
/// <param name="Upper">Upper end of it.</param>
/// <param name="Count">Examples.</param>
public sealed record EvalMetric(string Name, double Value, double Lower, double Upper, int Count);

/// <summary>What a student said, and what is right.</summary>
/// <param name="Answer">Its answer.</param>
/// <param name="Reference">The reference.</param>
public readonly record struct AnswerPair(string Answer, string Reference);
