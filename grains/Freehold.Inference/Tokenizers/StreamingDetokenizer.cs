using System.Buffers;
using System.Text;

namespace Freehold.Inference.Tokenizers;

/// <summary>
/// Turns tokens into text as they come. A character whose bytes are not all there yet is held back, so that no half of one is ever emitted;
/// at most three bytes are held.
/// </summary>
public sealed class StreamingDetokenizer(ITokenizer tokenizer)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64);

    /// <summary>Takes a token and returns the text that it completes, which may be empty.</summary>
    public string Push(int id)
    {
        var token = tokenizer.Bytes(id);
        if (token.IsEmpty)
            return "";

        _bytes.Write(token);
        var text = _bytes.WrittenSpan;
        var complete = text.Length - IncompleteTail(text);
        var decoded = Encoding.UTF8.GetString(text[..complete]);
        Span<byte> tail = stackalloc byte[3];
        var held = text[complete..];
        held.CopyTo(tail);
        tail = tail[..held.Length];
        _bytes.ResetWrittenCount();
        _bytes.Write(tail);
        return decoded;
    }

    /// <summary>Ends the text: bytes still held back can no longer become a character and come out as U+FFFD.</summary>
    public string Flush()
    {
        var text = Encoding.UTF8.GetString(_bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
        return text;
    }

    // Bytes at the end that begin a character without completing it.
    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (var length = 1; length <= Math.Min(3, text.Length); length++)
        {
            var tail = text[^length..];
            if ((tail[0] & 0xC0) == 0x80)
                continue;
            return Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData ? length : 0;
        }

        return 0;
    }
}
