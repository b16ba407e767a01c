namespace Freehold.Inference.Specialists;

/// <summary>A specialist's answer to one text.</summary>
/// <param name="LabelIndex">Place of the label among those of the model; -1 for extraction.</param>
/// <param name="Label">The most probable label; for extraction the JSON object in the teacher's order of keys.</param>
/// <param name="Probability">
/// Calibrated probability that the whole answer is right, 0 to 1. The answer may be served where it reaches a threshold such as
/// the model's recommended one and <see cref="OutOfScope"/> is false.
/// </param>
/// <param name="OutOfScope">The text is unlike what it was trained on: the teacher has to answer, whatever the probability.</param>
public readonly record struct SpecialistPrediction(int LabelIndex, string Label, double Probability, bool OutOfScope);
