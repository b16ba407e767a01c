using System.Net;
using System.Text;

namespace Freehold.Core.Tests.Labels.Unicode;

/// <summary>Ways to hide sensitive text, and what may be hidden: the rows and columns of the table in <c>docs/labels.md</c>.</summary>
internal static class TrickTable
{
    /// <summary>What is hidden. Each is found as it stands.</summary>
    public static (string Kind, string Text)[] Samples { get; } =
    [
        ("credit_card", "4111111111111111"),
        ("iban_code", "GB82WEST12345698765432"),
        ("us_ssn", "054-28-6917"),
        ("phone_number", "+1-984-182-0190"),
        ("email_address", "joe.bloggs@example.com"),
        ("ip_address", "192.168.12.34"),
        ("access_token", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
        ("term", "Falcon Heights"),
    ];

    /// <summary>How it is hidden.</summary>
    public static (string Name, Func<string, string> Hide)[] Tricks { get; } =
    [
        ("as it stands", text => text),
        ("upper case", text => text.ToUpperInvariant()),
        ("zero-width space after every character", text => Between(text, "\u200B")),
        ("word joiner in the middle", text => Middle(text, "\u2060")),
        ("soft hyphen in the middle", text => Middle(text, "\u00AD")),
        ("combining mark on every character", text => string.Concat(text.Select(c => c + "\u0336"))),
        ("full-width forms", text => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c))),
        ("mathematical bold", MathematicalBold),
        ("Arabic-Indic digits", text => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)('\u0660' + (c - '0')) : c))),
        ("circled digits", text => string.Concat(text.Select(c => c is >= '1' and <= '9' ? (char)('\u2460' + (c - '1')) : c == '0' ? '\u24EA' : c))),
        ("Cyrillic look-alikes", text => string.Concat(text.Select(LookAlike))),
        ("en dashes for hyphens", text => text.Replace('-', '\u2013')),
        ("invisible tag characters", text => string.Concat(text.Select(c => char.ConvertFromUtf32(0xE0000 + c)))),
        ("a space after every character", text => Between(text, " ")),
        ("a space after every fourth character", text => string.Join(' ', text.Chunk(4).Select(part => new string(part)))),
        ("HTML character references", text => string.Concat(text.Select(c => $"&#{(int)c};"))),
        ("HTML-encoded signs", text => WebUtility.HtmlEncode(text).Replace("@", "&commat;", StringComparison.Ordinal).Replace(".", "&period;", StringComparison.Ordinal)),
        ("percent-encoding", text => string.Concat(text.Select(c => $"%{(int)c:X2}"))),
        ("bold in the middle", text => Middle(text, "**") + "**"),
        ("code in the middle", text => text[..4] + "`" + text[4..] + "`"),
        ("HTML comment in the middle", text => Middle(text, "<!-- x -->")),
        ("HTML tag in the middle", text => Middle(text, "<b></b>")),
        ("within an HTML comment", text => $"<!-- {text} -->"),
        ("as the target of a link", text => $"[here]({text})"),
        ("cells of a table, four characters each", text => "| " + string.Join(" | ", text.Chunk(4).Select(part => new string(part))) + " |"),
        ("(at) and (dot)", text => text.Replace("@", " (at) ", StringComparison.Ordinal).Replace(".", " (dot) ", StringComparison.Ordinal)),
        ("base64", text => Base64(text)),
        ("base64 twice", text => Base64(Base64(text))),
        ("base64 three times", text => Base64(Base64(Base64(text)))),
        ("base64url within a URL's query", text => "https://example.org/?d=" + Base64(text).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("hexadecimal", text => Convert.ToHexString(Encoding.UTF8.GetBytes(text))),
        ("reversed", text => new string([.. text.Reverse()])),
        ("digits spelled out", SpelledOut),
        ("a line break in the middle", text => Middle(text, "\n")),
        ("rot13", text => string.Concat(text.Select(Rot13))),
    ];

    private static string Between(string text, string sign) => string.Join(sign, text.AsEnumerable());

    private static string Middle(string text, string sign) => text.Insert(text.Length / 2, sign);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string MathematicalBold(string text) => string.Concat(text.Select(c =>
        char.IsAsciiDigit(c) ? char.ConvertFromUtf32(0x1D7CE + (c - '0'))
        : char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + (c - 'A'))
        : char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + (c - 'a'))
        : c.ToString()));

    private static char LookAlike(char c) => c switch
    {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'B' => 'В',
        'E' => 'Е',
        'S' => 'Ѕ',
        'T' => 'Т',
        _ => c,
    };

    private static string SpelledOut(string text)
    {
        string[] names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        return string.Join(' ', text.Select(c => char.IsAsciiDigit(c) ? names[c - '0'] : c.ToString()));
    }

    private static char Rot13(char c) =>
        char.IsAsciiLetterUpper(c) ? (char)('A' + (c - 'A' + 13) % 26) : char.IsAsciiLetterLower(c) ? (char)('a' + (c - 'a' + 13) % 26) : c;
}
