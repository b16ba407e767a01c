using System.Buffers;
using System.Text;

namespace Freehold.Wire.Texts;

/// <summary>Tells encoded bytes from text.</summary>
internal static class EncodedBytes
{
    private static readonly SearchValues<byte> Base64Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    private const int LongestHeaderBytes = 128;

    /// <summary>Whether a string's raw bytes are Base64 and nothing else, bare or in a <c>data:</c> URL: there is no text to read.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> raw) => HeaderOf(raw, out var length)
        ? raw[..length].EndsWith(";base64,"u8) && IsAlphabet(raw[length..])
        : raw.Length >= TextLimits.Base64Chars && IsAlphabet(raw);

    /// <summary>Whether it is a <c>data:</c> URL of any kind (RFC 2397).</summary>
    public static bool IsDataUrl(ReadOnlySpan<byte> raw) => HeaderOf(raw, out _);

    /// <summary>A header names a media type or a parameter, or is empty; what else begins with <c>data:</c> is prose.</summary>
    private static bool HeaderOf(ReadOnlySpan<byte> raw, out int length)
    {
        length = 0;
        if (raw.Length < 6 || raw[4] != ':' || !Ascii.EqualsIgnoreCase(raw[..4], "data"u8)) return false;
        var header = raw[5..Math.Min(raw.Length, LongestHeaderBytes)];
        var comma = header.IndexOf((byte)',');
        if (comma < 0 || header[..comma].Contains((byte)' ')) return false;
        length = 5 + comma + 1;
        return comma == 0 || header[..comma].ContainsAny((byte)'/', (byte)';');
    }

    // Some writers escape the slash, which is allowed and changes nothing.
    private static bool IsAlphabet(ReadOnlySpan<byte> raw)
    {
        while (true)
        {
            var at = raw.IndexOfAnyExcept(Base64Alphabet);
            if (at < 0) return true;
            if (!raw[at..].StartsWith("\\/"u8)) return false;
            raw = raw[(at + 2)..];
        }
    }
}
