using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Redaction;
using Freehold.Gateway.Inference;
using Freehold.Wire;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Training;

/// <summary>
/// Holds what one exchange says while it runs, where policy permits training with it: at its end it becomes the transcript of the outcome.
/// </summary>
/// <remarks>For one exchange; not thread-safe. Where policy does not permit it there is none, and nothing is held.</remarks>
internal sealed class TranscriptCapture
{
    /// <summary>Most bytes of an answer that are held; what is longer is not recorded.</summary>
    public const int MaxAnswerBytes = Transcript.MaxTextBytes;

    private readonly TextRequest _request;
    private readonly TrainingPolicy _training;
    private readonly OneWayRedactor _redactor;
    private readonly AnswerTextCollector _answer = new(MaxAnswerBytes);
    private (string Text, string FinishReason)? _whole;
    private bool _wasAnswered;

    private TranscriptCapture(TextRequest request, TrainingPolicy training, OneWayRedactor redactor) =>
        (_request, _training, _redactor) = (request, training, redactor);

    /// <summary>The capture of an exchange that may be recorded; null for any other.</summary>
    public static TranscriptCapture? Begin(InferenceRequest request, Routed routed, OneWayRedactor redactor)
    {
        if (!routed.Training.Permits((Label)routed.Decision.Label)
            || routed.Rule is not null || routed.Decision.Refusal != RouteRefusal.None
            || request is not TextRequest { Findings.Failure: null, ForbidsTraining: false } text)
        {
            return null;
        }

        return TranscriptRequest.IsText(text) ? new TranscriptCapture(text, routed.Training, redactor) : null;
    }

    /// <summary>Somebody else is asked: what the one before said counts no more.</summary>
    public void Restart()
    {
        _answer.Clear();
        (_whole, _wasAnswered) = (null, false);
    }

    /// <summary>A whole answer, as the client gets it.</summary>
    public void Take(ReadOnlySpan<byte> body)
    {
        _wasAnswered = true;
        _answer.AddWhole(body);
    }

    /// <summary>Events of a stream, as the client gets them.</summary>
    public void TakeEvents(ReadOnlySpan<byte> events)
    {
        _wasAnswered = true;
        _answer.AddEvents(events);
    }

    /// <summary>The answer of a model of ours.</summary>
    public void Take(AnswerChoice answer) => (_whole, _wasAnswered) = ((answer.Text, answer.FinishReason), true);

    /// <summary>
    /// What is to be kept of the exchange, which is over; null where that is nothing, which is counted. Of a specialist there is nothing to
    /// keep: a student does not learn from itself.
    /// </summary>
    public Transcript? Finish()
    {
        if (!_wasAnswered)
        {
            return null;
        }

        var (transcript, reason) = Make();
        if (reason is not null)
        {
            HouseMetrics.TranscriptLeftOut(reason);
        }

        return transcript;
    }

    private (Transcript? Transcript, string? LeftOut) Make()
    {
        (string? answer, string? finish) = _whole is { } whole ? whole : (_answer.ToText(), _answer.FinishReason);
        if (_answer.IsTooLarge)
        {
            return (null, "too_large");
        }

        if (string.IsNullOrEmpty(answer) || finish != FinishReasons.Stop || !TranscriptRequest.TryTurns(_request, out var turns))
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
        var isRedacted = _redactor.TryRedact(answer, out answer);
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
