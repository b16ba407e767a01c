namespace Freehold.Inference.Training.Specialists;

/// <summary>One exchange to learn from.</summary>
/// <param name="Text">The request's text. A long text counts by its beginning alone.</param>
/// <param name="Label">The teacher's answer: a label, or for extraction a JSON object. It may be wrong now and then.</param>
public sealed record SpecialistExample(string Text, string Label);
