using System.Buffers;

namespace Freehold.Core.Labels.Scanning;

/// <summary>URLs with a scheme, from it to the end (RFC 3986, as text shows them); those with a password are secrets.</summary>
internal static class UrlDetector
{
    private const int LongestScheme = 32;

    private static readonly SearchValues<char> Stops = SearchValues.Create(" \t\r\n\"<>`{}|\\^\u00A0\u3000");

    private static readonly SearchValues<char> SentenceSigns = SearchValues.Create(".,;:!?'*…”’");

    private static readonly string[] StoreSchemes =
        ["postgres", "postgresql", "mysql", "mariadb", "mongodb", "redis", "rediss", "amqp", "amqps", "sqlserver", "mssql", "oracle", "cassandra", "kafka",
         "nats", "ldap", "ldaps", "clickhouse", "neo4j", "bolt", "jdbc"];

    /// <summary>The token after the URL around a colon, or 0. It does not begin before character <paramref name="from"/>.</summary>
    public static int At(in ScanContext text, int colon, int from)
    {
        var start = text[colon].Start;
        var least = Math.Max(from, start - LongestScheme);
        while (start > least && (char.IsAsciiLetterOrDigit(text.Text[start - 1]) || text.Text[start - 1] is '+' or '-' or '.'))
            start--;
        while (start < text[colon].Start && !char.IsAsciiLetter(text.Text[start]))
            start++;

        text.Spend(LongestScheme);
        if (start == text[colon].Start)
            return 0;
        if (start - least >= 5 && text.Text[(start - 5)..start].Equals("jdbc:", StringComparison.OrdinalIgnoreCase))
            start -= 5;

        var host = text[colon].End + 2;
        var end = End(text, host);
        if (end <= host)
            return 0;

        text.AddChars(start, end, KindOf(text.Text[start..text[colon].Start], text.Text[host..end]));
        var next = colon + 1;
        while (text[next].Kind != TokenKind.None && text[next].Start < end)
            next++;

        return next;
    }

    /// <summary>Where a URL ends: before what cannot be in it, without the punctuation of the sentence around it.</summary>
    public static int End(in ScanContext text, int from)
    {
        var rest = text.Text[from..];
        var length = rest.IndexOfAny(Stops);
        var url = length < 0 ? rest : rest[..length];
        text.Spend(url.Length + 1);

        // A closing parenthesis or bracket belongs to the sentence if none in the URL opens it.
        var round = url.Count(')') - url.Count('(');
        var square = url.Count(']') - url.Count('[');
        while (url.Length > 0)
        {
            var last = url[^1];
            if (last == ')' && round-- <= 0 || last == ']' && square-- <= 0 || last is not (')' or ']') && !SentenceSigns.Contains(last))
                break;
            url = url[..^1];
        }

        return from + url.Length;
    }

    private static SensitiveKind KindOf(ReadOnlySpan<char> scheme, ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOfAny('/', '?', '#');
        var authority = slash < 0 ? rest : rest[..slash];
        var at = authority.LastIndexOf('@');
        var hasPassword = at > 0 && authority[..at].IndexOf(':') is >= 0 and var colon && colon < at - 1;
        if (rest.Contains("password=", StringComparison.OrdinalIgnoreCase) || rest.Contains("pwd=", StringComparison.OrdinalIgnoreCase))
            return SensitiveKind.ConnectionString;
        if (!hasPassword)
            return SensitiveKind.DomainName;

        var sign = scheme.IndexOfAny('+', ':');
        var name = sign < 0 ? scheme : scheme[..sign];
        foreach (var store in StoreSchemes)
        {
            if (name.Equals(store, StringComparison.OrdinalIgnoreCase))
                return SensitiveKind.ConnectionString;
        }

        return SensitiveKind.Password;
    }
}
