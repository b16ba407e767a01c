using Freehold.Contracts.Distillation;
using Freehold.Core.Policies;
using Freehold.Core.Redaction;

namespace Freehold.Gateway.Inference.Students;

/// <summary>What a specialist reads of a request: the user's last message in the form in which it learned such messages.</summary>
/// <remarks>
/// A specialist that names classes learned from texts with <c>[person]</c> in the place of a name, where the policy has personal data removed;
/// with the name itself it would read words that it never saw. One that extracts gets the text as it is: its answer is made of what stands there.
/// </remarks>
internal sealed class StudentTexts(OneWayRedactor redactor)
{
    /// <summary>The text that the specialist of a request reads.</summary>
    public string Of(Exchange exchange)
    {
        var text = exchange.Request.Prompt.Text;
        if (exchange.Decision.Student is not { Comparison: AnswerComparison.Class }
            || exchange.PersonalDataInTraining != PersonalDataInTraining.Remove
            || !exchange.Request.Findings.Kinds.Any(OneWayRedactor.TakesOut))
        {
            return text;
        }

        try
        {
            redactor.TryRedact(text, out var redacted);
            return redacted;
        }
        catch (Exception)
        {
            return text; // It goes no further than the specialist, on a device of this installation.
        }
    }
}
