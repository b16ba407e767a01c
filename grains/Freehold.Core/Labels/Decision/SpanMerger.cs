namespace Freehold.Core.Labels.Decision;

/// <summary>Makes of spans that may lie over each other such that do not.</summary>
public static class SpanMerger
{
    /// <summary>
    /// The spans in order, those that overlap as one: of all that is covered no character is left out, and the kind is that of the longest. None
    /// ends within a surrogate pair.
    /// </summary>
    public static List<SensitiveSpan> Merge(ReadOnlySpan<char> text, IEnumerable<SensitiveSpan> spans)
    {
        var merged = new List<SensitiveSpan>();
        var longest = 0; // Of the spans in the last merged one.
        foreach (var found in spans.OrderBy(span => span.Start).ThenByDescending(span => span.Length))
        {
            var span = Widen(text, found);
            if (merged.Count == 0 || span.Start >= merged[^1].End)
            {
                merged.Add(span);
                longest = span.Length;
                continue;
            }

            var last = merged[^1];
            var named = span.Length > longest ? span : last;
            longest = Math.Max(longest, span.Length);
            merged[^1] = named with { Start = last.Start, Length = Math.Max(last.End, span.End) - last.Start };
        }

        return merged;
    }

    private static SensitiveSpan Widen(ReadOnlySpan<char> text, SensitiveSpan span)
    {
        var (start, end) = (span.Start, span.End);
        if (start > 0 && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1])) start--;
        if (end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1])) end++;
        return span with { Start = start, Length = end - start };
    }
}
