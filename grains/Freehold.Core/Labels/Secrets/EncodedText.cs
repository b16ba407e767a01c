using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Freehold.Core.Labels.Scanning;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Labels.Secrets;

/// <summary>Reads base64 and base64url that holds text, twice over at most, and marks the whole of it where that text is sensitive.</summary>
internal sealed class EncodedText
{
    /// <summary>How many encodings within each other are undone.</summary>
    public const int MostDepth = 2;

    private const int LeastChars = 14;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    private readonly byte[] _standard = new byte[SegmentCutter.MostChars + 4];
    private readonly char[] _text = new char[SegmentCutter.MostChars];
    private readonly TokenBuffer _tokens = new();
    private readonly List<SensitiveSpan> _found = [];
    private readonly EncodedText? _inner;

    public EncodedText(int depth = 1) => _inner = depth < MostDepth ? new EncodedText(depth + 1) : null;

    /// <summary>Adds a span over each encoded run whose text holds something sensitive, of the kind of its first finding.</summary>
    public void Find(ReadOnlySpan<char> window, int from, TermSet terms, StepBudget budget, List<SensitiveSpan> spans)
    {
        var position = from;
        while (position < window.Length)
        {
            var skip = window[position..].IndexOfAny(Alphabet);
            if (skip < 0)
                return;

            position += skip;
            var length = window[position..].IndexOfAnyExcept(Alphabet);
            length = length < 0 ? window.Length - position : length;
            if (length >= LeastChars && Decode(window.Slice(position, length)) is > 0 and var chars)
            {
                budget.Spend(length);
                if (FirstKind(_text.AsSpan(0, chars), terms, budget) is { Kind: not SensitiveKind.None } inside)
                    spans.Add(inside with { Start = position, Length = length + Padding(window[(position + length)..]) });
            }

            position += length;
        }
    }

    private SensitiveSpan FirstKind(ReadOnlySpan<char> text, TermSet terms, StepBudget budget)
    {
        _found.Clear();
        PrivateKeyDetector.Find(text, 0, inside: false, _found);
        Tokenizer.Tokenize(text, Vocabulary.Words, _tokens);
        Scanner.Scan(new ScanContext(text, _tokens.Tokens, _found, budget), 0);
        terms.Find(text, _found, budget);
        _inner?.Find(text, 0, terms, budget, _found);
        return _found.Count > 0 ? _found.MinBy(span => (span.Kind == SensitiveKind.Term, span.Start)) : default;
    }

    // The number of characters it decodes to; 0 where it is no base64 of printable text.
    private int Decode(ReadOnlySpan<char> encoded)
    {
        var length = encoded.Length & ~3;
        var tail = encoded.Length - length;
        for (var i = 0; i < encoded.Length; i++)
            _standard[i] = (byte)(encoded[i] == '-' ? '+' : encoded[i] == '_' ? '/' : encoded[i]);
        if (tail > 1)
        {
            _standard.AsSpan(encoded.Length, 4 - tail).Fill((byte)'=');
            length += 4;
        }

        if (Base64.DecodeFromUtf8InPlace(_standard.AsSpan(0, length), out var bytes) != OperationStatus.Done)
            return 0;

        var utf8 = _standard.AsSpan(0, bytes);
        return IsText(utf8) && Encoding.UTF8.TryGetChars(utf8, _text, out var chars) ? chars : 0;
    }

    private static bool IsText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAnyInRange((byte)0, (byte)8) || utf8.ContainsAnyInRange((byte)14, (byte)31) || utf8.Contains((byte)127))
            return false;
        return System.Text.Unicode.Utf8.IsValid(utf8);
    }

    private static int Padding(ReadOnlySpan<char> rest) => rest is ['=', '=', ..] ? 2 : rest is ['=', ..] ? 1 : 0;
}
