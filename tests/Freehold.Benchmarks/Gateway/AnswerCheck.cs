using System.Text;

namespace Freehold.Benchmarks.Gateway;

/// <summary>Checks that answers are whole: a JSON object from brace to brace, or a stream to its <c>[DONE]</c>, of the right length.</summary>
internal sealed class AnswerCheck(bool stream)
{
    private const int TailBytes = 16;

    private readonly byte[] _tail = new byte[TailBytes];
    private int _bytes;
    private int _events;
    private int _expectedEvents;

    /// <summary>Takes the next piece of the body.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_bytes == 0 && !piece.StartsWith(stream ? "data: {"u8 : "{"u8))
        {
            throw new InvalidDataException($"The answer does not begin as one: {Encoding.UTF8.GetString(piece)}");
        }

        _bytes += piece.Length;
        _events += stream ? piece.Count("data: {"u8) : 0;
        var kept = Math.Max(0, TailBytes - piece.Length);
        _tail.AsSpan(TailBytes - kept).CopyTo(_tail);
        piece[^Math.Min(TailBytes, piece.Length)..].CopyTo(_tail.AsSpan(kept));
    }

    /// <summary>Ends an answer; the next piece begins another one.</summary>
    /// <exception cref="InvalidDataException">It was not whole.</exception>
    public void End()
    {
        _expectedEvents = _expectedEvents == 0 ? _events : _expectedEvents;
        if (!_tail.AsSpan().EndsWith(stream ? "data: [DONE]\n\n"u8 : "}"u8) || _events != _expectedEvents)
        {
            throw new InvalidDataException(
                $"The answer is cut: {_bytes} bytes, {_events} events of {_expectedEvents}, at the end '{Encoding.UTF8.GetString(_tail)}'.");
        }

        Events += _events;
        _bytes = _events = 0;
    }

    /// <summary>Events of all answers so far, without <c>[DONE]</c>.</summary>
    public long Events { get; private set; }
}
