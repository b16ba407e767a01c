using Freehold.Core.Policies;
using Freehold.Core.Redaction;

namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// A second look for personal data and secrets, by the rules of today: what was recorded was looked at by those of its day, and a
/// correction by none.
/// </summary>
internal sealed class PersonalDataCheck(OneWayRedactor redactor, CuratorOptions options)
{
    /// <summary>The example as it may be kept; null where it may not be.</summary>
    public GoldenExample? Clean(GoldenExample example)
    {
        try
        {
            var found = redactor.TryRedact(example.Prompt, out var prompt);
            found |= redactor.TryRedact(example.Context, out var context);
            var (answer, teacher) = (example.Answer, example.TeacherAnswer);
            if (options.Task != DistillTask.Classification)
            {
                found |= redactor.TryRedact(example.Answer, out answer);
                found |= redactor.TryRedact(example.TeacherAnswer, out teacher);
            }

            return !found ? example
                : options.PersonalData == PersonalDataInTraining.Refuse ? null
                : example with { Prompt = prompt, Context = context, Answer = answer, TeacherAnswer = teacher };
        }
        catch (Exception)
        {
            return null; // Whatever an analyzer does on hostile text: what cannot be told to be clean is not kept.
        }
    }
}
