using Freehold.Inference.Specialists.Classification;

namespace Freehold.Inference.Training.Specialists;

/// <summary>What networks say of a text that they did not learn from.</summary>
/// <param name="Scores">Their answer.</param>
/// <param name="OfGiven">Their probability of the label that the text was given; 0 out of scope.</param>
internal readonly record struct HeldOutScore(ClassScores Scores, float OfGiven);
