namespace Freehold.Inference.Specialists.Classification;

/// <summary>What the networks say of a text, before calibration.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Probability">Mean of the networks' probabilities of it, 0 to 1.</param>
/// <param name="Scope">The higher, the more like the training texts.</param>
internal readonly record struct ClassScores(int Label, float Probability, float Scope);
