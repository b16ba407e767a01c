using System.Buffers;
using System.Text.Json;
using Freehold.Wire.Json;
using Freehold.Wire.Restoring;
using Freehold.Wire.Splicing;

namespace Freehold.Wire.Answers;

/// <summary>
/// Gathers the text of an answer with one choice from what the client is sent: a whole body, or events of a stream as they go out.
/// </summary>
/// <remarks>For one answer; not thread-safe. Holds what the bound allows and no more. Chat and legacy completions are read alike.</remarks>
/// <param name="maxBytes">Most bytes of the text as it stands in the JSON.</param>
public sealed class AnswerTextCollector(int maxBytes)
{
    // Parts of one JSON string, escapes and all: so halves of a character that were split between two events come together again.
    private readonly ArrayBufferWriter<byte> _literal = new();

    /// <summary>How it ended; null until it has.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>True where there is more text than the bound allows; then there is none.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Takes a whole answer.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    public void AddWhole(ReadOnlySpan<byte> body)
    {
        if (!ResponseReader.TryRead(body, out var scan)) return;
        FinishReason = scan.FinishReason ?? FinishReason;
        if (scan.Text.IsPresent) Append(scan.Text.Of(body)[1..^1]);
    }

    /// <summary>Takes events of a stream, each of them whole.</summary>
    /// <param name="events">Events as <see cref="Streaming.SseWriter"/> writes them.</param>
    public void AddEvents(ReadOnlySpan<byte> events)
    {
        while (SseBlocks.TryTake(ref events, out var data)) AddWhole(data.Span);
    }

    /// <summary>The text; null where it is too large or not text.</summary>
    /// <returns>The text, unescaped.</returns>
    public string? ToText()
    {
        if (IsTooLarge) return null;
        byte[] quoted = [(byte)'"', .. _literal.WrittenSpan, (byte)'"'];
        var reader = new Utf8JsonReader(quoted, WireJson.ReaderOptions);
        try
        {
            reader.Read();
            return reader.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // Half a character that nothing completed.
        }
    }

    /// <summary>Begins anew, for another answer.</summary>
    public void Clear()
    {
        _literal.Clear();
        (FinishReason, IsTooLarge) = (null, false);
    }

    private void Append(ReadOnlySpan<byte> literal)
    {
        IsTooLarge |= _literal.WrittenCount + literal.Length > maxBytes;
        if (IsTooLarge) _literal.Clear();
        else _literal.Write(literal);
    }
}
