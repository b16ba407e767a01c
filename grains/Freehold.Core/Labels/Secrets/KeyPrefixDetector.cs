using System.Buffers;
using System.Buffers.Text;
using Freehold.Core.Labels.Scanning;

namespace Freehold.Core.Labels.Secrets;

/// <summary>Keys and tokens that their makers gave a prefix, with the length and the characters that follow it; and JSON web tokens.</summary>
internal static class KeyPrefixDetector
{
    private const int MostHeaderChars = 512;

    private static readonly SearchValues<char> KeyChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> DottedChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>The token after the key that begins at a word, or 0.</summary>
    public static int At(in ScanContext text, int i)
    {
        var start = text[i].Start;
        var chars = text.Text[start..];
        if (i > 0 && text.Touches(i - 1) && text[i - 1].Kind == TokenKind.Symbol && text[i - 1].Symbol is '_' or '-' or '.' or '/' && start > 0 && !IsValueSign(text, i - 1))
            return 0;
        if (chars.StartsWith("eyJ", StringComparison.Ordinal))
            return JsonWebToken(text, i, chars);

        foreach (var form in KeyForms.StartingWith(chars[0]))
        {
            if (!chars.StartsWith(form.Prefix, StringComparison.Ordinal))
                continue;

            var body = chars[form.Prefix.Length..];
            var length = body.IndexOfAnyExcept(form.HasDots ? DottedChars : KeyChars);
            length = length < 0 ? body.Length : length;
            text.Spend(length + 1);
            while (length > 0 && body[length - 1] is '.' or '-')
                length--;
            if (length >= form.Fewest && length <= form.Most && IsRandom(body[..length]))
                return Found(text, i, start + form.Prefix.Length + length, form.Kind);
        }

        return 0;
    }

    /// <summary>Whether characters look drawn rather than written: letters and digits mixed, or both cases without a word's shape.</summary>
    public static bool IsRandom(ReadOnlySpan<char> body)
    {
        var (digits, upper, lower, changes) = (0, 0, 0, 0);
        var previous = '\0';
        foreach (var c in body)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            changes += c != previous ? 1 : 0;
            previous = c;
        }

        var isVaried = changes * 2 > body.Length;
        return isVaried && (digits > 0 && upper + lower > 0 || upper > 2 && lower > 2);
    }

    // "key=sk-…" and "/v1/sk-…" begin a value; "task-…" does not come here, since its word does not begin with a prefix.
    private static bool IsValueSign(in ScanContext text, int i) => text[i].Symbol == '/';

    // RFC 7515: a header that decodes to a JSON object with "alg", the payload, the signature, which may be empty.
    private static int JsonWebToken(in ScanContext text, int i, ReadOnlySpan<char> chars)
    {
        var length = chars.IndexOfAnyExcept(DottedChars);
        var token = length < 0 ? chars : chars[..length];
        text.Spend(token.Length);
        var dot = token.IndexOf('.');
        if (dot is < 8 or > MostHeaderChars || token.Length < dot + 8)
            return 0;

        Span<byte> header = stackalloc byte[MostHeaderChars];
        if (Base64Url.DecodeFromChars(token[..dot], header, out _, out var bytes) != OperationStatus.Done || header[..bytes].IndexOf("\"alg\""u8) < 0 && header[..bytes].IndexOf("\"enc\""u8) < 0)
            return 0;

        while (token[^1] is '.' or '-' && token.Count('.') != 2)
            token = token[..^1];
        return Found(text, i, text[i].Start + token.Length, SensitiveKind.AccessToken);
    }

    private static int Found(in ScanContext text, int i, int end, SensitiveKind kind)
    {
        text.AddChars(text[i].Start, end, kind);
        while (text[i].Kind != TokenKind.None && text[i].Start < end)
            i++;

        return i;
    }
}
