using Freehold.Contracts.Outcomes;
using Freehold.Wire.Answers;

namespace Freehold.Gateway.Inference;

/// <summary>
/// Gathers the text of the answer that a client gets, for those who need it at the exchange's end: the transcript, and the student that is
/// compared with its teacher.
/// </summary>
/// <remarks>For one exchange; not thread-safe. Where nobody needs the text there is none, and nothing is held.</remarks>
internal sealed class AnswerListener
{
    /// <summary>Most bytes of an answer that are held; of a longer one there is no text.</summary>
    public const int MaxAnswerBytes = Transcript.MaxTextBytes;

    private readonly AnswerTextCollector _parts = new(MaxAnswerBytes);
    private (string Text, string FinishReason)? _whole;

    /// <summary>True once somebody answered that others may learn from: a specialist and a rule are not listened to.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>True where there is more text than the bound allows.</summary>
    public bool IsTooLarge => _parts.IsTooLarge;

    /// <summary>How the answer ended; null until it has.</summary>
    public string? FinishReason => _whole?.FinishReason ?? _parts.FinishReason;

    /// <summary>The text; null where nobody answered, or where it is too large or not text.</summary>
    public string? ToText() => !WasAnswered ? null : _whole is { } whole ? whole.Text : _parts.ToText();

    /// <summary>Somebody else is asked: what the one before said counts no more.</summary>
    public void Restart()
    {
        _parts.Clear();
        (_whole, WasAnswered) = (null, false);
    }

    /// <summary>A whole answer, as the client gets it.</summary>
    public void Take(ReadOnlySpan<byte> body)
    {
        WasAnswered = true;
        _parts.AddWhole(body);
    }

    /// <summary>Events of a stream, as the client gets them.</summary>
    public void TakeEvents(ReadOnlySpan<byte> events)
    {
        WasAnswered = true;
        _parts.AddEvents(events);
    }

    /// <summary>The answer of a model of ours.</summary>
    public void Take(AnswerChoice answer) => (_whole, WasAnswered) = ((answer.Text, answer.FinishReason), true);
}
