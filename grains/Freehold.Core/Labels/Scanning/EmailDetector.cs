using System.Buffers;

namespace Freehold.Core.Labels.Scanning;

/// <summary>E-mail addresses (RFC 5321 as it is used, RFC 6531 for other scripts): dot-atoms or a quoted name, a domain or an address literal.</summary>
internal static class EmailDetector
{
    private const int LongestLocal = 64;

    // The atext of RFC 5322 but for '=', '/', '`' and '|', which more often stand before an address than in it.
    private static readonly SearchValues<char> LocalSigns = SearchValues.Create(".!#$%&'*+-?^_{}~");

    /// <summary>The token after the address around an at sign, or 0. It does not begin before character <paramref name="from"/>.</summary>
    public static int At(in ScanContext text, int i, int from)
    {
        var at = text[i].Start;
        var start = LocalStart(text.Text, at, Math.Max(from, at - LongestLocal));
        text.Spend(at - start + 1);
        if (start == at)
            return 0;

        var end = DomainEnd(text, at + 1);
        if (end == 0)
            return 0;

        text.AddChars(start, end, SensitiveKind.EmailAddress);
        var next = i + 1;
        while (text[next].Kind != TokenKind.None && text[next].Start < end)
            next++;

        return next;
    }

    private static int LocalStart(ReadOnlySpan<char> text, int at, int least)
    {
        var start = at;
        if (at > least && text[at - 1] == '"')
        {
            var quote = text[least..(at - 1)].LastIndexOfAny('"', '\n');
            return quote >= 0 && text[least + quote] == '"' ? least + quote : at;
        }

        while (start > least && (char.IsLetterOrDigit(text[start - 1]) || LocalSigns.Contains(text[start - 1])))
            start--;
        while (start < at && !char.IsLetterOrDigit(text[start]) && text[start] != '_')
            start++;

        return at > start && text[at - 1] == '.' ? at : start;
    }

    private static int DomainEnd(in ScanContext text, int start)
    {
        var chars = text.Text;
        if (start < chars.Length && chars[start] == '[')
        {
            var close = chars[start..Math.Min(chars.Length, start + 48)].IndexOf(']');
            return close > 2 ? start + close + 1 : 0;
        }

        var domain = DomainName.Read(chars, start);
        text.Spend(domain.End - start + 1);
        return domain.Labels >= 2 && domain.HasPlausibleTop ? domain.End : 0;
    }
}
