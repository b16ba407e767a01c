using System.Globalization;

namespace Freehold.Core.Labels.Unicode;

/// <summary>Reads what stands for other characters: HTML character references and tags, percent-encoding, spelled-out signs of e-mail addresses.</summary>
internal static class Escapes
{
    /// <summary>What a tag or comment is read as.</summary>
    public const int Nothing = -1;

    /// <summary>No comment is followed further than this, no tag further than half of it.</summary>
    private const int MostCommentChars = 256;

    private static readonly (string Name, int Value)[] References =
    [
        ("&amp;", '&'), ("&commat;", '@'), ("&period;", '.'), ("&nbsp;", ' '), ("&hyphen;", '-'), ("&dash;", '-'), ("&ndash;", '-'), ("&colon;", ':'),
        ("&sol;", '/'), ("&lowbar;", '_'), ("&plus;", '+'), ("&lpar;", '('), ("&rpar;", ')'), ("&shy;", Nothing), ("&zwnj;", Nothing),
        ("&zwj;", Nothing), ("&quot;", '"'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>'), ("&equals;", '='),
    ];

    private static readonly (string Spelling, int Value)[] Signs = [("(at)", '@'), ("[at]", '@'), ("{at}", '@'), ("(dot)", '.'), ("[dot]", '.'), ("{dot}", '.')];

    /// <summary>Whether an escape begins <paramref name="text"/>; then what it stands for and how long it is.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out int value, out int length)
    {
        (value, length) = (Nothing, 0);
        return text[0] switch
        {
            '&' => TryReadReference(text, out value, out length),
            '%' => TryReadPercent(text, out value, out length),
            '<' => TryReadMarkup(text, out length),
            '(' or '[' or '{' => TryReadOneOf(Signs, text, out value, out length),
            _ => false,
        };
    }

    private static bool TryReadReference(ReadOnlySpan<char> text, out int value, out int length)
    {
        if (text.Length < 4 || text[1] != '#')
            return TryReadOneOf(References, text, out value, out length);

        value = 0;
        var hex = text[2] is 'x' or 'X';
        var i = hex ? 3 : 2;
        for (; i < text.Length && value <= 0x10FFFF && (hex ? char.IsAsciiHexDigit(text[i]) : char.IsAsciiDigit(text[i])); i++)
            value = value * (hex ? 16 : 10) + HexValue(text[i]);

        length = i + (i < text.Length && text[i] == ';' ? 1 : 0);
        return i > (hex ? 3 : 2) && value is >= ' ' and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF);
    }

    private static bool TryReadPercent(ReadOnlySpan<char> text, out int value, out int length)
    {
        (value, length) = (Nothing, 3);
        if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
            return false;

        value = HexValue(text[1]) * 16 + HexValue(text[2]);
        return value is >= ' ' and < 0x7F;
    }

    private static bool TryReadMarkup(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (text.StartsWith("<!--"))
        {
            var end = text[..Math.Min(text.Length, MostCommentChars)].IndexOf("-->");
            length = end + 3;
            return end > 0;
        }

        if (text.Length < 3 || !(char.IsAsciiLetter(text[1]) || text[1] == '/'))
            return false;

        var close = text[1..Math.Min(text.Length, MostCommentChars / 2)].IndexOfAny('<', '>', '@');
        length = close + 2;
        return close > 0 && text[close + 1] == '>';
    }

    private static bool TryReadOneOf((string Spelling, int Value)[] known, ReadOnlySpan<char> text, out int value, out int length)
    {
        foreach (var (spelling, meaning) in known)
        {
            if (text.StartsWith(spelling, StringComparison.OrdinalIgnoreCase))
            {
                (value, length) = (meaning, spelling.Length);
                return true;
            }
        }

        (value, length) = (Nothing, 0);
        return false;
    }

    private static int HexValue(char c) => int.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
