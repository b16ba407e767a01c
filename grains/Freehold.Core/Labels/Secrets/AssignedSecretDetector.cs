using System.Buffers;
using System.Buffers.Text;
using Freehold.Core.Labels.Scanning;

namespace Freehold.Core.Labels.Secrets;

/// <summary>
/// Secrets by the name they are given: <c>password=…</c>, <c>"api_key": "…"</c>, <c>Authorization: Bearer …</c>. Passwords may be any word;
/// keys and tokens must look drawn, since "the key: …" is ordinary prose. Within a connection string the whole of it is marked.
/// </summary>
internal static class AssignedSecretDetector
{
    private const int LongestValue = 512, FewestPasswordChars = 4, FewestKeyChars = 12, MostSchemeChars = 8;

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n,;&\"'`<>()[]|");
    private static readonly SearchValues<char> Placeholders = SearchValues.Create("{}$%*<>");

    /// <summary>The token after the secret whose name is the word at <paramref name="i"/>, or 0.</summary>
    public static int At(in ScanContext text, int i, int from)
    {
        var (value, end) = Value(text, i);
        if (value == end)
            return 0;

        // A call or an element follows: code that reads the secret, not the secret.
        if (end < text.Text.Length && text.Text[end] is '(' or '[')
            return 0;

        var isLast = end == text.Text.Length || text.Text[end] is '\n' or '\r';
        var kind = KindOf(text, i, text.Text[value..end], isLast);
        if (kind == SensitiveKind.None)
            return 0;
        if (ConnectionString.Around(text, text[i].Start, end, from) is { } whole)
            (value, end, kind) = (whole.Start, whole.End, SensitiveKind.ConnectionString);

        text.AddChars(value, end, kind);
        while (text[i].Kind != TokenKind.None && text[i].Start < end)
            i++;

        return i;
    }

    // Where the value begins and ends; equal where there is none.
    private static (int Value, int End) Value(in ScanContext text, int i)
    {
        var chars = text.Text;
        var at = text[i].End;

        // A name may go on (SecretKey, token_value), then comes the sign, with quotes and spaces around it.
        while (at < chars.Length && (char.IsAsciiLetterOrDigit(chars[at]) || chars[at] is '_'))
            at++;
        at = Skip(chars, at, " \"'`]");
        if (at < chars.Length && (chars[at] is '=' or ':'))
            at = Skip(chars, at, "=:>");
        else if (text.Says(i, "password") && text.Says(i + 1, "is") && text.Near(i))
            at = text[i + 1].End;
        else
            return (at, at);

        at = Skip(chars, at, " \t");
        if (IsAuthorization(text, i))
            at = AfterScheme(chars, at);
        if (at >= chars.Length)
            return (at, at);

        var isQuoted = chars[at] is '"' or '\'' or '`';
        var start = isQuoted ? at + 1 : at;
        var rest = chars[start..Math.Min(chars.Length, start + LongestValue)];
        var length = isQuoted ? rest.IndexOfAny(chars[at], '\n') : rest.IndexOfAny(ValueEnds);
        text.Spend(Math.Max(length, 0) + at - text[i].End + 1);
        return (start, start + (length < 0 ? rest.Length : length));
    }

    private static int Skip(ReadOnlySpan<char> chars, int at, string any)
    {
        var most = Math.Min(chars.Length, at + 4);
        while (at < most && any.Contains(chars[at], StringComparison.Ordinal))
            at++;

        return at;
    }

    // The scheme of RFC 9110 before the credentials: Bearer, Basic, Token.
    private static int AfterScheme(ReadOnlySpan<char> chars, int at)
    {
        var space = chars[at..Math.Min(chars.Length, at + MostSchemeChars + 1)].IndexOf(' ');
        return space > 0 ? at + space + 1 : at;
    }

    private static bool IsAuthorization(in ScanContext text, int i) => text.Says(i, "authorization");

    private static SensitiveKind KindOf(in ScanContext text, int i, ReadOnlySpan<char> value, bool isLast)
    {
        if (value.IndexOfAnyExcept(Placeholders) < 0 || value.StartsWith("${", StringComparison.Ordinal)
            || value.StartsWith("{{", StringComparison.Ordinal) || value is "null" or "none" or "None" or "true" or "false" or "string" or "undefined")
            return SensitiveKind.None;
        if (IsAuthorization(text, i))
            return value.Length < FewestKeyChars ? SensitiveKind.None : IsUserAndPassword(value) ? SensitiveKind.Password : SensitiveKind.AccessToken;

        var name = text.Chars(i);
        if (name.StartsWith("pass", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pw", StringComparison.OrdinalIgnoreCase)
            || name.Equals("kennwort", StringComparison.OrdinalIgnoreCase) || name.StartsWith("contra", StringComparison.OrdinalIgnoreCase))
            return IsPassword(text, i, value, isLast) ? SensitiveKind.Password : SensitiveKind.None;
        if (value.Length < FewestKeyChars || !KeyPrefixDetector.IsRandom(value) || value.Contains('/') && value.Contains('.'))
            return SensitiveKind.None;
        return name.Equals("token", StringComparison.OrdinalIgnoreCase) ? SensitiveKind.AccessToken : SensitiveKind.ApiKey;
    }

    // After "password is", and after a colon within a sentence, it must not be an ordinary word.
    private static bool IsPassword(in ScanContext text, int i, ReadOnlySpan<char> value, bool isLast)
    {
        if (value.Length < FewestPasswordChars)
            return false;

        var isProse = text[i + 1].IsWord || text[i + 1].Is(':') && !text.Touches(i + 1) && !isLast;
        return !isProse || value.IndexOfAnyExceptInRange('a', 'z') >= 0 && value.IndexOfAnyInRange('0', '9') >= 0;
    }

    private static bool IsUserAndPassword(ReadOnlySpan<char> value)
    {
        Span<byte> decoded = stackalloc byte[LongestValue];
        return Base64Url.DecodeFromChars(value.TrimEnd('='), decoded, out _, out var bytes) == OperationStatus.Done && decoded[..bytes].IndexOf((byte)':') > 0
            && System.Text.Unicode.Utf8.IsValid(decoded[..bytes]);
    }
}
