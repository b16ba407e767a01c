using System.Buffers;
using Freehold.Core.Labels.Scanning;

namespace Freehold.Core.Labels.Secrets;

/// <summary>Connection strings of the form <c>Server=…;User Id=…;Password=…</c> (ADO.NET, ODBC, Azure storage and service bus).</summary>
internal static class ConnectionString
{
    private const int MostBefore = 256, MostAfter = 256;

    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'`\n<>(){}");

    private static readonly string[] PlaceNames =
        ["server", "data source", "host", "endpoint", "defaultendpointsprotocol", "accountname", "addr", "address", "network address", "driver", "dsn", "initial catalog",
         "database"];

    /// <summary>The whole string around a secret in it, from its first name to its last value; null where the secret stands alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Where the name of the secret begins.</param>
    /// <param name="end">Where its value ends.</param>
    /// <param name="from">The string begins no earlier.</param>
    public static (int Start, int End)? Around(in ScanContext text, int name, int end, int from)
    {
        var chars = text.Text;
        var least = Math.Max(from, name - MostBefore);
        var before = chars[least..name];
        var cut = before.LastIndexOfAny(Ends) + 1;
        before = before[cut..];
        text.Spend(before.Length + 1);

        var rest = chars[end..Math.Min(chars.Length, end + MostAfter)];
        var stop = rest.IndexOfAny(Ends);
        rest = stop < 0 ? rest : rest[..stop];
        text.Spend(rest.Length + 1);

        var start = PlaceStart(before);
        var last = rest.LastIndexOf('=') is > 0 and var sign && rest[..sign].Contains(';') ? ValueEnd(rest, sign) : 0;
        var hasPlace = start >= 0 || PlaceStart(rest) >= 0;
        if (!hasPlace || start < 0 && last == 0)
            return null;
        return (start < 0 ? name : least + cut + start, end + last);
    }

    // Where the first name of a place with its '=' begins, or -1.
    private static int PlaceStart(ReadOnlySpan<char> text)
    {
        var first = -1;
        foreach (var place in PlaceNames)
        {
            var at = text.IndexOf(place, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && (first < 0 || at < first) && text[(at + place.Length)..].TrimStart(' ').StartsWith("=", StringComparison.Ordinal))
                first = at;
        }

        return first;
    }

    private static int ValueEnd(ReadOnlySpan<char> rest, int sign)
    {
        var end = rest[(sign + 1)..].IndexOfAny(" ;\t");
        return end < 0 ? rest.Length : sign + 1 + end;
    }
}
