namespace Freehold.Core.Labels.Evaluation;

/// <summary>
/// Pairs found spans with marked ones, one to one, by the same kind and an overlap of at least <c>leastOverlap</c>: characters of both over
/// characters of either (intersection over union). At one half and above a span can have only one partner among spans that do not overlap,
/// so that the order of pairing makes no difference.
/// </summary>
public static class SpanMatcher
{
    /// <summary>Overlap of the primary figure.</summary>
    public const double HalfOverlap = 0.5;

    /// <summary>Overlap of the exact figure.</summary>
    public const double Exact = 1;

    /// <summary>Counts by kind; the index is the kind's number.</summary>
    /// <param name="marked">What people marked.</param>
    /// <param name="found">What was found.</param>
    /// <param name="leastOverlap">Least overlap of a pair, above 0 and at most 1.</param>
    /// <param name="scores">Is added to; as long as there are kinds.</param>
    /// <param name="onError">Is told each span without a partner, and whether it is a marked one.</param>
    public static void Count(
        IReadOnlyList<SensitiveSpan> marked,
        IReadOnlyList<SensitiveSpan> found,
        double leastOverlap,
        Span<SpanScore> scores,
        Action<SensitiveSpan, bool>? onError = null)
    {
        var taken = new bool[found.Count];
        foreach (var span in marked)
        {
            var partner = BestPartner(span, found, taken, leastOverlap);
            if (partner >= 0) taken[partner] = true;
            else onError?.Invoke(span, true);
            scores[(int)span.Kind] += partner >= 0 ? new SpanScore(1, 0, 0) : new SpanScore(0, 1, 0);
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (taken[i]) continue;
            scores[(int)found[i].Kind] += new SpanScore(0, 0, 1);
            onError?.Invoke(found[i], false);
        }
    }

    private static int BestPartner(in SensitiveSpan span, IReadOnlyList<SensitiveSpan> found, bool[] taken, double leastOverlap)
    {
        var best = -1;
        double bestOverlap = 0;
        for (var i = 0; i < found.Count; i++)
        {
            if (taken[i] || found[i].Kind != span.Kind) continue;
            var overlap = Overlap(span, found[i]);
            if (overlap >= leastOverlap && overlap > bestOverlap) (best, bestOverlap) = (i, overlap);
        }

        return best;
    }

    private static double Overlap(in SensitiveSpan a, in SensitiveSpan b)
    {
        var both = Math.Min(a.Start + a.Length, b.Start + b.Length) - Math.Max(a.Start, b.Start);
        return both <= 0 ? 0 : (double)both / (a.Length + b.Length - both);
    }
}
