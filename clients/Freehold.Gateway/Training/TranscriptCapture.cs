using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Redaction;
using Freehold.Gateway.Inference;
using Freehold.Wire;

namespace Freehold.Gateway.Training;

/// <summary>Makes the transcript of an exchange at its end, where policy permits training with it.</summary>
/// <remarks>For one exchange; not thread-safe. Where policy does not permit it there is none.</remarks>
internal sealed class TranscriptCapture
{
    private readonly TextRequest _request;
    private readonly TrainingPolicy _training;
    private readonly DistillPolicy _distill;
    private readonly OneWayRedactor _redactor;

    private TranscriptCapture(TextRequest request, Routed routed, OneWayRedactor redactor) =>
        (_request, _training, _distill, _redactor) = (request, routed.Training, routed.Distill, redactor);

    /// <summary>The capture of an exchange that may be recorded; null for any other.</summary>
    public static TranscriptCapture? Begin(InferenceRequest request, Routed routed, OneWayRedactor redactor)
    {
        if (!routed.Training.Permits((Label)routed.Decision.Label)
            || routed.Rule is not null || routed.Decision.Refusal != RouteRefusal.None
            || request is not TextRequest { Findings.Failure: null, ForbidsTraining: false } text)
        {
            return null;
        }

        return TranscriptRequest.IsText(text) ? new TranscriptCapture(text, routed, redactor) : null;
    }

    /// <summary>
    /// What is to be kept of the exchange, which is over; null where that is nothing, which is counted. Of a specialist there is nothing to
    /// keep: a student does not learn from itself.
    /// </summary>
    /// <param name="said">The answer that the client got.</param>
    public Transcript? Finish(AnswerListener said)
    {
        if (!said.WasAnswered)
        {
            return null;
        }

        var (transcript, reason) = Make(said);
        if (reason is not null)
        {
            HouseMetrics.TranscriptLeftOut(reason);
        }

        return transcript;
    }

    private (Transcript? Transcript, string? LeftOut) Make(AnswerListener said)
    {
        var answer = said.ToText();
        if (said.IsTooLarge)
        {
            return (null, "too_large");
        }

        if (string.IsNullOrEmpty(answer) || said.FinishReason != FinishReasons.Stop || !TranscriptRequest.TryTurns(_request, out var turns))
        {
            return (null, "not_whole_text");
        }

        if (TranscriptRequest.BytesOf(turns, answer) > Transcript.MaxTextBytes)
        {
            return (null, "too_large");
        }

        try
        {
            return Redact(turns, answer);
        }
        catch (Exception)
        {
            // Whatever an analyzer does on hostile text: the exchange itself is whole, and its answer must go out.
            return (null, "not_analysed");
        }
    }

    private (Transcript?, string?) Redact(TranscriptTurn[] turns, string answer)
    {
        // A class is the policy's own word, and says nothing of anybody, even where it looks like a name.
        var isRedacted = !_distill.NamesClass(answer) && _redactor.TryRedact(answer, out answer);
        if (_request.Findings.Kinds.Any(OneWayRedactor.TakesOut))
        {
            isRedacted = true;
            turns = Array.ConvertAll(turns, turn =>
            {
                _redactor.TryRedact(turn.Content, out var content);
                return turn with { Content = content };
            });
        }

        return isRedacted && _training.PersonalData == PersonalDataInTraining.Refuse
            ? (null, "personal_data")
            : (new Transcript { Turns = turns, Answer = answer, Redacted = isRedacted, RetentionDays = _training.RetentionDays }, null);
    }
}
