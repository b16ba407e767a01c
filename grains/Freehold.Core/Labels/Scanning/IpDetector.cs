using System.Net;
using System.Net.Sockets;

namespace Freehold.Core.Labels.Scanning;

/// <summary>IP addresses, versions 4 and 6; a port, prefix length or bracket beside it is not part of the span. Version numbers are none.</summary>
internal static class IpDetector
{
    private const int Longest6 = 45;

    /// <summary>The token after the address that begins here, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        if (i > 0 && text.Touches(i - 1) && (text[i - 1].IsWord || text[i - 1].IsNumber || text[i - 1].Symbol is '.' or '-' or '_'))
            return 0;
        return text[i].IsNumber && text[i + 1].Is('.') ? Version4(text, i) : Version6(text, i);
    }

    private static int Version4(in ScanContext text, int i)
    {
        text.Spend(8);
        for (var part = 0; part < 4; part++)
        {
            var at = i + part * 2;
            if (text[at].Length > 3 || text.Value(at) is not (>= 0 and <= 255) || text[at].Length > 1 && text.Text[text[at].Start] == '0')
                return 0;
            if (part < 3 && (!text[at + 1].Is('.') || !text.Touches(at) || !text.Touches(at + 1)))
                return 0;
        }

        var last = i + 6;
        var goesOn = text.Touches(last) && (text[last + 1].IsWord || text[last + 1].Symbol is '.' or '-' && text.Touches(last + 1) && text[last + 2].IsNumber);
        if (goesOn || text.Before(i, WordClass.VersionCue, 2))
            return 0;

        text.Add(i, last, SensitiveKind.IpAddress);
        return last + 1;
    }

    private static int Version6(in ScanContext text, int i)
    {
        // Within a run of groups its beginning was looked at already.
        if (i > 1 && text[i - 1].Is(':') && text.Touches(i - 1) && text[i - 2].IsNumber && text.Touches(i - 2))
            return 0;

        var start = text[i].Start;
        var chars = text.Text[start..Math.Min(text.Text.Length, start + Longest6 + 1)];
        var length = 0;
        var colons = 0;
        while (length < chars.Length && (char.IsAsciiHexDigit(chars[length]) || chars[length] is ':' or '.'))
            colons += chars[length++] == ':' ? 1 : 0;

        text.Spend(length);
        if (length < chars.Length && (char.IsLetterOrDigit(chars[length]) || chars[length] == '_'))
            return 0;
        while (length > 0 && chars[length - 1] is '.' || length > 1 && chars[length - 1] == ':' && chars[length - 2] != ':')
            colons -= chars[--length] == ':' ? 1 : 0;

        var address = chars[..length];
        if (colons < 2 || address.IndexOfAnyInRange('0', '9') < 0 || !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return 0;

        text.AddChars(start, start + length, SensitiveKind.IpAddress);
        var next = i + 1;
        while (text[next].Kind != TokenKind.None && text[next].Start < start + length)
            next++;

        return next;
    }
}
