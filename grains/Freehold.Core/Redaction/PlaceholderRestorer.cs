using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Freehold.Core.Redaction;

/// <summary>The form in which text comes back into an answer.</summary>
public enum RestoredForm
{
    /// <summary>As it was.</summary>
    Plain,

    /// <summary>Escaped as in a JSON string: the answer is JSON itself, as arguments of a tool are.</summary>
    JsonString,
}

/// <summary>
/// Puts originals back in place of placeholders, in one text that comes in pieces split anywhere. A placeholder goes through whole or not at
/// all: what may become one is held back until that is known. The result does not depend on how the text was split.
/// </summary>
/// <remarks>Not thread-safe; each text of an answer has its own. Holds back at most the longest placeholder. Linear in the text.</remarks>
/// <param name="map">What stands for what.</param>
/// <param name="form">How originals are written.</param>
public sealed class PlaceholderRestorer(PlaceholderMap map, RestoredForm form)
{
    private static readonly SearchValues<char> Starts = SearchValues.Create(PlaceholderPattern.Starts);

    private readonly char[] _held = new char[PlaceholderPattern.MaxLength];
    private int _heldCount;
    private char _before;

    /// <summary>Takes the next piece, and gives what is certain.</summary>
    public void Append(ReadOnlySpan<char> piece, StringBuilder output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_heldCount == 0)
        {
            Restore(piece, isFinal: false, output);
            return;
        }

        var joined = ArrayPool<char>.Shared.Rent(_heldCount + piece.Length);
        _held.AsSpan(0, _heldCount).CopyTo(joined);
        piece.CopyTo(joined.AsSpan(_heldCount));
        Restore(joined.AsSpan(0, _heldCount + piece.Length), isFinal: false, output);
        ArrayPool<char>.Shared.Return(joined, clearArray: true);
    }

    /// <summary>The text is over: gives what was held back.</summary>
    public void Flush(StringBuilder output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Restore(_held.AsSpan(0, _heldCount).ToArray(), isFinal: true, output);
    }

    private void Restore(ReadOnlySpan<char> text, bool isFinal, StringBuilder output)
    {
        _heldCount = 0;
        var (copied, at) = (0, 0);
        while (at < text.Length)
        {
            var skip = text[at..].IndexOfAny(Starts);
            if (skip < 0) break;
            at += skip;
            var match = PlaceholderPattern.Match(text[at..], at > 0 ? text[at - 1] : _before, isFinal);
            if (match.State == MatchState.NeedsMore)
            {
                output.Append(text[copied..at]);
                Hold(text, at);
                return;
            }

            var original = match.State == MatchState.Found ? map.Find(match.Kind, match.Number) : null;
            if (original is null)
            {
                at += Math.Max(1, match.Length);
                continue;
            }

            output.Append(text[copied..at]).Append(form == RestoredForm.Plain ? original : JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(original));
            copied = at += match.Length;
        }

        output.Append(text[copied..]);
        Hold(text, text.Length);
    }

    private void Hold(ReadOnlySpan<char> text, int from)
    {
        _before = from > 0 ? text[from - 1] : _before;
        _heldCount = text.Length - from;
        text[from..].CopyTo(_held);
    }
}
