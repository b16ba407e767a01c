namespace Freehold.Core.Labels.Scanning;

/// <summary>Host names without a scheme, with the path after them: www.example.de, example.com/page. Files and abbreviations are none.</summary>
internal static class HostDetector
{
    /// <summary>The token after the host that begins at its first label, or 0.</summary>
    public static int AtLabel(in ScanContext text, int i)
    {
        if (!text.Touches(i) || text[i + 1].Kind == TokenKind.Symbol && text[i + 1].Symbol is not ('.' or '-'))
            return 0;
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].Kind != TokenKind.Symbol || text[i - 1].Symbol is '.' or '-' or '_' or '@' or '/' or '\\' or '$'))
            return 0;

        var start = text[i].Start;
        var name = DomainName.Read(text.Text, start);
        text.Spend(name.End - start + 1);
        if (name.Labels < 2 || !name.HasPlausibleTop || !IsHost(text, i, name))
            return 0;

        var end = name.End;
        if (end < text.Text.Length && text.Text[end] is '/' or ':')
            end = UrlDetector.End(text, end);

        text.AddChars(start, end, SensitiveKind.DomainName);
        var next = i + 1;
        while (text[next].Kind != TokenKind.None && text[next].Start < end)
            next++;

        return next;
    }

    private static bool IsHost(in ScanContext text, int i, in DomainName name)
    {
        var chars = text.Text;
        var top = chars[name.TopStart..name.End];
        if (name.End < chars.Length && chars[name.End] is '@' or '_' or '(')
            return false;

        // "word.Next" is a missing space, and "ASP.NET" a product.
        var before = chars[name.TopStart - 2];
        var isOneCase = char.IsLower(top[0]) ? !top.ContainsAnyInRange('A', 'Z') : char.IsUpper(before) && !top.Equals("NET", StringComparison.Ordinal);
        if (!isOneCase)
            return false;
        if (text.Says(i, "www") || TopLevelDomains.IsCertain(top))
            return true;
        return TopLevelDomains.IsDoubtful(top)
            && (name.End < chars.Length && chars[name.End] == '/' || name.Labels > 2 || text.Before(i, WordClass.SiteCue, 4));
    }
}
