using Freehold.Core.Labels.Secrets;
using Freehold.Core.Labels.Tagging;
using Freehold.Core.Labels.Terms;
using Freehold.Core.Labels.Unicode;

namespace Freehold.Core.Labels.Scanning;

/// <summary>Analyzes the segments of one text, one after the other; holds the buffers that a scan needs.</summary>
internal sealed class SegmentAnalyzer(ISpanTagger? tagger)
{
    /// <summary>Characters before a segment in which its detectors may look for context.</summary>
    public const int ContextChars = 96;

    private readonly TokenBuffer _tokens = new();
    private readonly TextView _view = new();
    private readonly List<SensitiveSpan> _found = [], _seen = [];
    private readonly StepBudget _budget = new();
    private readonly EncodedText _encoded = new();
    private readonly SpanMerger _merger = new();
    private TermSet _terms = TermSet.Empty;
    private bool _insideKey;

    /// <summary>Steps taken since <see cref="Begin"/>.</summary>
    public long Steps => _budget.Steps;

    /// <summary>Starts a text.</summary>
    public void Begin(TermSet terms)
    {
        (_terms, _insideKey) = (terms, false);
        _budget.Reset();
    }

    /// <summary>Adds the spans of the next segment.</summary>
    /// <param name="window">Up to <see cref="ContextChars"/> characters before the segment, then the segment.</param>
    /// <param name="from">Where in the window the segment begins.</param>
    /// <param name="origin">Where in the text the window begins.</param>
    /// <param name="spans">Takes the spans, which never reach out of the segment.</param>
    public void Analyze(ReadOnlySpan<char> window, int from, int origin, List<SensitiveSpan> spans)
    {
        _budget.Allow(window.Length - from);
        _found.Clear();
        _insideKey = PrivateKeyDetector.Find(window, from, _insideKey, _found);
        Scan(window, from, _found);
        if (_view.Build(window))
        {
            _seen.Clear();
            Scan(_view.Text, 0, _seen);
            AddSeen(from);
        }

        _encoded.Find(window, from, _terms, _budget, _found);
        Place(origin, from, window.Length, spans);
    }

    private void Scan(ReadOnlySpan<char> window, int from, List<SensitiveSpan> found)
    {
        _budget.Spend(window.Length);
        Tokenizer.Tokenize(window, Vocabulary.Words, _tokens);
        var text = new ScanContext(window, _tokens.Tokens, found, _budget);
        Scanner.Scan(text, from);
        _terms.Find(window, found, _budget);
        if (tagger is null)
            return;

        var first = found.Count;
        tagger.Tag(window[from..], found);
        for (var i = first; i < found.Count; i++)
            found[i] = found[i] with { Start = found[i].Start + from };

        var all = found.Count;
        AddressParts.Prefer(window, found, first);
        TaggedPlaces.Settle(text, found, first - (all - found.Count));
    }

    // Of what only the view shows, the parts that it altered: the rest was found in the original.
    private void AddSeen(int from)
    {
        foreach (var span in _seen)
        {
            var (start, end) = _view.Original(span.Start, span.End);
            if (start >= from && _view.IsAltered(span.Start, span.End))
                _found.Add(span with { Start = start, Length = end - start });
        }
    }

    private void Place(int origin, int from, int end, List<SensitiveSpan> spans)
    {
        _found.RemoveAll(span => span.Start < from);
        _merger.Merge(_found, end);
        if (spans.Count + _found.Count > TextAnalyzer.MostSpans)
            throw new AnalysisLimitException($"The text has more than {TextAnalyzer.MostSpans} sensitive spans; treat it as restricted.");

        foreach (var span in _found)
            spans.Add(span with { Start = span.Start + origin });
    }
}
