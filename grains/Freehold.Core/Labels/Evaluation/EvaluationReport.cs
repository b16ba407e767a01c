namespace Freehold.Core.Labels.Evaluation;

/// <summary>How well one kind was found.</summary>
/// <param name="Kind">The kind by its name in evaluation sets.</param>
/// <param name="HalfOverlap">Spans that overlap by at least half.</param>
/// <param name="Exact">Spans that are the same.</param>
public sealed record KindScore(string Kind, SpanScore HalfOverlap, SpanScore Exact);

/// <summary>How well an analyzer finds the spans of a set.</summary>
/// <param name="Texts">Number of texts.</param>
/// <param name="All">All kinds together, each span counting the same (micro average); overlap of at least half.</param>
/// <param name="AllExact">The same by exact spans.</param>
/// <param name="Formatted">The kinds that a format gives away.</param>
/// <param name="Kinds">Each kind that is marked or was found, the most frequent first.</param>
/// <param name="UnknownKinds">Marked spans of kinds that Freehold does not know; they count nowhere.</param>
public sealed record EvaluationReport(
    int Texts, SpanScore All, SpanScore AllExact, SpanScore Formatted, IReadOnlyList<KindScore> Kinds, int UnknownKinds)
{
    private static readonly int KindNumbers = (int)Enum.GetValues<SensitiveKind>().Max() + 1;

    /// <summary>Analyzes each text and counts. Found spans of kinds that evaluation sets do not mark (secrets, terms) are left
    /// out.</summary>
    /// <param name="texts">The texts with their marked spans.</param>
    /// <param name="analyze">Adds the spans it finds in a text.</param>
    /// <param name="onError">Is told, by overlap of at least half, each span that was missed (true) or is wrong (false).</param>
    public static EvaluationReport Measure(
        IReadOnlyList<EvaluationText> texts,
        Action<string, List<SensitiveSpan>> analyze,
        Action<string, SensitiveSpan, bool>? onError = null)
    {
        var half = new SpanScore[KindNumbers];
        var exact = new SpanScore[KindNumbers];
        var found = new List<SensitiveSpan>();
        var unknown = 0;
        foreach (var text in texts)
        {
            found.Clear();
            analyze(text.Text, found);
            found.RemoveAll(span => KindNames.Find(span.Kind) is null);
            var marked = text.Spans.Where(span => span.Kind != SensitiveKind.None).ToList();
            unknown += text.Spans.Count - marked.Count;
            SpanMatcher.Count(marked, found, SpanMatcher.HalfOverlap, half, (span, missed) => onError?.Invoke(text.Text, span, missed));
            SpanMatcher.Count(marked, found, SpanMatcher.Exact, exact);
        }

        var kinds = Enum.GetValues<SensitiveKind>()
            .Where(kind => KindNames.Find(kind) is not null && half[(int)kind] != default)
            .OrderByDescending(kind => half[(int)kind].Marked)
            .ToList();
        return new EvaluationReport(
            texts.Count,
            Sum(half, kinds),
            Sum(exact, kinds),
            Sum(half, kinds.Where(KindNames.Formatted.Contains)),
            [.. kinds.Select(kind => new KindScore(KindNames.Find(kind)!, half[(int)kind], exact[(int)kind]))],
            unknown);
    }

    private static SpanScore Sum(SpanScore[] scores, IEnumerable<SensitiveKind> kinds) =>
        kinds.Aggregate(default(SpanScore), (sum, kind) => sum + scores[(int)kind]);
}
