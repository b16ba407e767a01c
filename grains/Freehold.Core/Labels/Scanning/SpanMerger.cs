namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// Makes of the spans of a window a row that does not overlap: the longest wins, of equally long ones the kind that says more. Terms stay
/// beside whatever they lie over, since a policy may hang on each of them.
/// </summary>
internal sealed class SpanMerger
{
    private static readonly Comparison<SensitiveSpan> ByWeight = (a, b) =>
        a.Length != b.Length ? b.Length.CompareTo(a.Length)
        : Rank(a.Kind) != Rank(b.Kind) ? Rank(a.Kind).CompareTo(Rank(b.Kind))
        : a.Start != b.Start ? a.Start.CompareTo(b.Start)
        : a.Term.CompareTo(b.Term);

    private static readonly Comparison<SensitiveSpan> ByPlace = (a, b) =>
        a.Start != b.Start ? a.Start.CompareTo(b.Start) : ByWeight(a, b);

    private bool[] _covered = new bool[SegmentCutter.MostChars];

    /// <summary>Merges the spans and puts them in order.</summary>
    /// <param name="spans">Spans of a window.</param>
    /// <param name="chars">Length of the window.</param>
    public void Merge(List<SensitiveSpan> spans, int chars)
    {
        if (spans.Count < 2)
            return;

        if (_covered.Length < chars)
            _covered = new bool[chars];
        _covered.AsSpan(0, chars).Clear();

        NameUrls(spans);
        spans.Sort(ByWeight);
        var kept = 0;
        for (var i = 0; i < spans.Count; i++)
        {
            if (spans[i].Kind == SensitiveKind.Term ? kept == 0 || spans[kept - 1] != spans[i] : Cover(spans[i]))
                spans[kept++] = spans[i];
        }

        spans.RemoveRange(kept, spans.Count - kept);
        spans.Sort(ByPlace);
    }

    // A URL that carries something stricter than a host's name is that, as a whole: one with a token in its query is a token. Quadratic in
    // the spans of a window, whose number its length bounds.
    private static void NameUrls(List<SensitiveSpan> spans)
    {
        for (var i = 0; i < spans.Count; i++)
        {
            var url = spans[i];
            if (url.Kind != SensitiveKind.DomainName)
                continue;

            var strictest = url.Kind;
            foreach (var part in spans)
            {
                if (part.Start >= url.Start && part.End <= url.End && Rank(part.Kind) < Rank(strictest))
                    strictest = part.Kind;
            }

            spans[i] = url with { Kind = strictest };
        }
    }

    // Those before it are at least as long, so one that overlaps it covers one of its ends.
    private bool Cover(in SensitiveSpan span)
    {
        if (_covered[span.Start] || _covered[span.End - 1])
            return false;

        _covered.AsSpan(span.Start, span.Length).Fill(true);
        return true;
    }

    // Secrets, then what a check digit or a fixed form proves, then what context says.
    private static int Rank(SensitiveKind kind) => kind switch
    {
        SensitiveKind.PrivateKey => 0,
        SensitiveKind.ConnectionString => 1,
        SensitiveKind.ApiKey or SensitiveKind.AccessToken or SensitiveKind.Password => 2,
        SensitiveKind.CreditCard or SensitiveKind.IbanCode => 3,
        SensitiveKind.EmailAddress => 4,
        SensitiveKind.IpAddress => 5,
        SensitiveKind.UsSsn => 6,
        SensitiveKind.UsDriverLicense => 7,
        SensitiveKind.NationalId => 8,
        SensitiveKind.DomainName => 9,
        SensitiveKind.ZipCode => 10,
        SensitiveKind.DateTime => 11,
        SensitiveKind.PhoneNumber => 12,
        SensitiveKind.Age => 13,
        SensitiveKind.StreetAddress => 14,
        SensitiveKind.Term => 16,
        _ => 15,
    };
}
