using Freehold.Core.Distillation.Evaluation;
using Freehold.Grains.Distillation.Artifacts;

namespace Freehold.Grains.Distillation;

/// <summary>One example as the students answer it.</summary>
/// <param name="Example">The example.</param>
/// <param name="Student">What the student that is put to the test says.</param>
/// <param name="Current">What the current one says; null where there is none, or it was not asked.</param>
internal sealed record AnsweredExample(ExampleLine Example, PredictionLine Student, PredictionLine? Current)
{
    /// <summary>The student's answer beside the reference.</summary>
    public AnswerPair OfStudent => new(Student.Answer, Example.Answer);
}
