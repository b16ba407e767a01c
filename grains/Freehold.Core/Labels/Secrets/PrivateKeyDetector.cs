using System.Buffers;

namespace Freehold.Core.Labels.Secrets;

/// <summary>Private keys in the textual encodings of RFC 7468 and OpenSSH, PGP and PuTTY, on one line or many, whole or cut off.</summary>
internal static class PrivateKeyDetector
{
    private const string Begin = "-----BEGIN ", End = "-----END ";
    private const int LongestTitle = 64;

    private static readonly SearchValues<string> Beginnings = SearchValues.Create([Begin, "PuTTY-User-Key-File-"], StringComparison.Ordinal);

    // The body: base64, and the headers of encrypted keys. "\n" may stand as an escape, as in JSON.
    private static readonly SearchValues<char> Body =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-,:.;()_ \r\n\t\\\"'");

    /// <summary>Adds the keys of a window; a key that began in an earlier one goes on.</summary>
    /// <returns>Whether a key reaches over the window's end.</returns>
    public static bool Find(ReadOnlySpan<char> window, int from, bool inside, List<SensitiveSpan> found)
    {
        var position = from;
        if (inside)
        {
            position = BodyEnd(window, from, out var open);
            if (position > from)
                found.Add(new SensitiveSpan(from, position - from, SensitiveKind.PrivateKey));
            if (open)
                return true;
        }

        while (position < window.Length)
        {
            var skip = window[position..].IndexOfAny(Beginnings);
            if (skip < 0)
                return false;

            var start = position + skip;
            position = start + Begin.Length;
            var isPutty = window[start] == 'P';
            if (!isPutty && !IsPrivate(window[position..]))
                continue;

            position = BodyEnd(window, position, out var open);
            found.Add(new SensitiveSpan(start, position - start, SensitiveKind.PrivateKey));
            if (open)
                return true;
        }

        return false;
    }

    private static bool IsPrivate(ReadOnlySpan<char> title)
    {
        title = title[..Math.Min(title.Length, LongestTitle)];
        var close = title.IndexOf("-----");
        return (close < 0 ? title : title[..close]).Contains("PRIVATE KEY", StringComparison.Ordinal);
    }

    // After the closing line, or where what cannot belong to a key begins; open where the window ends first.
    private static int BodyEnd(ReadOnlySpan<char> window, int position, out bool open)
    {
        var other = window[position..].IndexOfAnyExcept(Body);
        var most = other < 0 ? window.Length : position + other;
        var end = window[position..most].IndexOf(End);
        open = end < 0 && most == window.Length;
        if (end < 0)
            return most;

        var close = position + end + End.Length;
        var dashes = window[close..Math.Min(window.Length, close + LongestTitle)].IndexOf("-----");
        return dashes < 0 ? close : close + dashes + 5;
    }
}
