using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Tests.Labels;

/// <summary>Runs the analyzer without a tagger, and writes what it found as <c>kind:text</c>.</summary>
internal static class Found
{
    public static readonly TextAnalyzer Analyzer = new(tagger: null);

    public static List<SensitiveSpan> Spans(string text, TermSet? terms = null)
    {
        var spans = new List<SensitiveSpan>();
        Analyzer.Analyze(text, terms ?? TermSet.Empty, spans);
        return spans;
    }

    public static string[] In(string text, TermSet? terms = null) =>
        [.. Spans(text, terms).Select(span => $"{span.Kind.Name()}:{text.Substring(span.Start, span.Length)}")];
}
