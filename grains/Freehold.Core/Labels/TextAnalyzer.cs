using Freehold.Core.Labels.Scanning;
using Freehold.Core.Labels.Tagging;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Labels;

/// <summary>Finds the sensitive spans of a text: kinds with a format, secrets, the tenant's terms, and what a tagger adds.</summary>
/// <remarks>
/// Thread-safe. Linear in the length of the text. The result depends on the text, the terms and the tagger alone. Texts are analyzed in
/// segments (<see cref="SegmentCutter"/>), so that <see cref="TextAnalyzerStream"/> gives the same spans for text that comes in parts.
/// </remarks>
public sealed class TextAnalyzer
{
    /// <summary>Most characters of one text or stream.</summary>
    public const int MostChars = 1 << 26;

    /// <summary>Most sensitive spans of one text or stream; what has more is treated as restricted as a whole.</summary>
    public const int MostSpans = 1_000_000;

    private readonly ISpanTagger? _tagger;
    private SegmentAnalyzer? _idle;

    /// <summary>An analyzer with the tagger that is built in.</summary>
    public TextAnalyzer()
        : this(SequenceTagger.Shipped)
    {
    }

    internal TextAnalyzer(ISpanTagger? tagger) => _tagger = tagger;

    /// <summary>An analyzer with a tagger of one's own, as <c>freehold label train</c> makes it.</summary>
    /// <exception cref="InvalidDataException">It is no tagger's file, is damaged, or was made for another version.</exception>
    public static TextAnalyzer WithTagger(ReadOnlySpan<byte> file) => new(new SequenceTagger(TaggerFile.Read(file), Lexicon.Shared));

    /// <summary>Adds the spans of <paramref name="text"/>: in order, none overlapping another, but for terms, which may lie over anything.</summary>
    /// <exception cref="AnalysisLimitException">The text goes over a bound; the spans are not complete, so the strictest label holds.</exception>
    public void Analyze(ReadOnlySpan<char> text, TermSet terms, List<SensitiveSpan> spans) => AnalyzeCounted(text, terms, spans);

    /// <summary>As <see cref="Analyze"/>; answers the steps that it took, for tests of linearity.</summary>
    internal long AnalyzeCounted(ReadOnlySpan<char> text, TermSet terms, List<SensitiveSpan> spans)
    {
        if (text.Length > MostChars)
            throw new AnalysisLimitException($"The text has {text.Length} characters; {MostChars} is the most. Treat it as restricted.");

        var segments = Rent();
        segments.Begin(terms);
        var from = 0;
        while (from < text.Length)
        {
            var length = SegmentCutter.First(text[from..Math.Min(text.Length, from + SegmentCutter.MostChars + 2)], IsLast(text, from));
            var context = Math.Min(from, SegmentAnalyzer.ContextChars);
            segments.Analyze(text[(from - context)..(from + length)], context, from - context, spans);
            from += length;
        }

        var steps = segments.Steps;
        Return(segments);
        return steps;
    }

    /// <summary>Begins a text that comes in parts.</summary>
    public TextAnalyzerStream Open(TermSet terms) => new(this, terms);

    internal SegmentAnalyzer Rent() => Interlocked.Exchange(ref _idle, null) ?? new SegmentAnalyzer(_tagger);

    // One idle analyzer is kept; what more threads needed at once is left to the collector. After a fault it is not returned.
    internal void Return(SegmentAnalyzer segments) => Interlocked.Exchange(ref _idle, segments);

    private static bool IsLast(ReadOnlySpan<char> text, int from) => text.Length - from <= SegmentCutter.MostChars + 2;
}
