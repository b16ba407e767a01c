namespace Freehold.Core.Labels.Scanning;

/// <summary>A host name as RFC 1035 and IDNA shape it, read from text.</summary>
/// <param name="End">The character after it.</param>
/// <param name="Labels">Number of labels.</param>
/// <param name="TopStart">Where the last label begins.</param>
/// <param name="HasPlausibleTop">The last label is letters, at least two, or encoded (<c>xn--</c>).</param>
internal readonly record struct DomainName(int End, int Labels, int TopStart, bool HasPlausibleTop)
{
    private const int LongestName = 253, LongestLabel = 63;

    /// <summary>Reads as many labels as there are, without a last dot.</summary>
    public static DomainName Read(ReadOnlySpan<char> text, int start)
    {
        var most = Math.Min(text.Length, start + LongestName);
        var (end, labels, top) = (start, 0, start);
        var i = start;
        while (i < most)
        {
            var label = i;
            while (i < most && (char.IsLetterOrDigit(text[i]) || text[i] == '-' && i > label))
                i++;

            var length = i - label;
            while (length > 0 && text[label + length - 1] == '-')
                length--;
            if (length is 0 or > LongestLabel)
                break;

            (end, labels, top) = (label + length, labels + 1, label);
            if (end != i || i >= most || text[i] != '.')
                break;
            i++;
        }

        return new DomainName(end, labels, top, IsPlausibleTop(text[top..end]));
    }

    private static bool IsPlausibleTop(ReadOnlySpan<char> label)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return true;

        foreach (var c in label)
        {
            if (!char.IsLetter(c))
                return false;
        }

        return label.Length >= 2;
    }
}
