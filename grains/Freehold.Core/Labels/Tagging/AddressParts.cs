namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// Of an address that a rule found in one piece and the tagger found in parts, the parts are kept, since they say where street, flat and
/// town are, but only where they leave no letter and no digit of it uncovered.
/// </summary>
internal static class AddressParts
{
    /// <summary>Removes the rules' addresses that tagged spans cover.</summary>
    /// <param name="text">The text of the spans.</param>
    /// <param name="spans">First the rules' spans, then the tagger's.</param>
    /// <param name="firstTagged">Index of the tagger's first span.</param>
    public static void Prefer(ReadOnlySpan<char> text, List<SensitiveSpan> spans, int firstTagged)
    {
        var kept = 0;
        for (var i = 0; i < spans.Count; i++)
        {
            if (i < firstTagged && spans[i].Kind == SensitiveKind.StreetAddress && IsCovered(text, spans, firstTagged, spans[i])) continue;
            spans[kept++] = spans[i];
        }

        spans.RemoveRange(kept, spans.Count - kept);
    }

    // The tagger's spans are in order and apart.
    private static bool IsCovered(ReadOnlySpan<char> text, List<SensitiveSpan> spans, int firstTagged, SensitiveSpan address)
    {
        var at = address.Start;
        for (var i = firstTagged; i < spans.Count && spans[i].Start < address.End; i++)
        {
            if (spans[i].End <= at) continue;
            if (spans[i].Kind is not (SensitiveKind.StreetAddress or SensitiveKind.City or SensitiveKind.ZipCode)) return false;
            if (spans[i].Start > at && HasWord(text[at..spans[i].Start])) return false;
            at = spans[i].End;
        }

        return at > address.Start && (at >= address.End || !HasWord(text[at..address.End]));
    }

    private static bool HasWord(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (char.IsLetterOrDigit(sign)) return true;
        }

        return false;
    }
}
