using System.Text;
using Freehold.Core.Labels.Scanning;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Labels;

/// <summary>
/// Analyzes a text that comes in parts, cut at any character or, as UTF-8, at any byte. The spans are those that
/// <see cref="TextAnalyzer.Analyze"/> finds in the whole text.
/// </summary>
/// <remarks>Not thread-safe: one text, one writer. Invalid UTF-8 counts as U+FFFD, as everywhere in .NET.</remarks>
public sealed class TextAnalyzerStream
{
    /// <summary>The most characters that are held back: text further back than this is always settled.</summary>
    public const int MostHeldBackChars = SegmentCutter.MostChars + 2;

    private readonly TextAnalyzer _analyzer;
    private readonly SegmentAnalyzer _segments;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _decoded = new char[1024];

    // The characters just before the unsettled ones, as context, then the unsettled ones.
    private readonly char[] _window = new char[SegmentAnalyzer.ContextChars + MostHeldBackChars];
    private int _context, _length;
    private bool _completed;

    internal TextAnalyzerStream(TextAnalyzer analyzer, TermSet terms)
    {
        (_analyzer, _segments) = (analyzer, analyzer.Rent());
        _segments.Begin(terms);
    }

    /// <summary>
    /// Characters from the beginning whose spans are all known: they may be released, and no later span begins before this place.
    /// </summary>
    public int SettledChars { get; private set; }

    /// <summary>Takes the next characters, and adds the spans that became known, in order.</summary>
    /// <exception cref="AnalysisLimitException">The text goes over a bound; from here on the strictest label holds.</exception>
    /// <exception cref="InvalidOperationException">The text was completed.</exception>
    public void Append(ReadOnlySpan<char> part, List<SensitiveSpan> spans)
    {
        if (_completed)
            throw new InvalidOperationException("The text is completed; open another stream for the next text.");

        while (part.Length > 0)
        {
            var taken = Math.Min(part.Length, _window.Length - _length);
            part[..taken].CopyTo(_window.AsSpan(_length));
            part = part[taken..];
            _length += taken;
            if (SettledChars > TextAnalyzer.MostChars - _length)
                throw new AnalysisLimitException($"The stream has more than {TextAnalyzer.MostChars} characters; treat it as restricted.");
            Settle(spans, final: false);
        }
    }

    /// <summary>Takes the next bytes of UTF-8, and adds the spans that became known. Spans count characters, not bytes.</summary>
    /// <exception cref="AnalysisLimitException">The text goes over a bound; from here on the strictest label holds.</exception>
    /// <exception cref="InvalidOperationException">The text was completed.</exception>
    public void Append(ReadOnlySpan<byte> utf8, List<SensitiveSpan> spans)
    {
        while (utf8.Length > 0)
        {
            _decoder.Convert(utf8, _decoded, flush: false, out var used, out var made, out _);
            Append(_decoded.AsSpan(0, made), spans);
            utf8 = utf8[used..];
        }
    }

    /// <summary>Says that no more comes, and adds the last spans; then everything is settled.</summary>
    /// <exception cref="AnalysisLimitException">The text goes over a bound; the strictest label holds.</exception>
    public void Complete(List<SensitiveSpan> spans)
    {
        if (_completed)
            return;

        _decoder.Convert([], _decoded, flush: true, out _, out var made, out _);
        Append(_decoded.AsSpan(0, made), spans);
        Settle(spans, final: true);
        _completed = true;
        _analyzer.Return(_segments);
    }

    private void Settle(List<SensitiveSpan> spans, bool final)
    {
        while (_length > _context)
        {
            var length = SegmentCutter.First(_window.AsSpan(_context, _length - _context), final);
            if (length == 0)
                return;

            var end = _context + length;
            _segments.Analyze(_window.AsSpan(0, end), _context, SettledChars - _context, spans);
            SettledChars += length;

            var context = Math.Min(end, SegmentAnalyzer.ContextChars);
            _window.AsSpan(end - context, _length - end + context).CopyTo(_window);
            (_length, _context) = (_length - end + context, context);
        }
    }
}
