using System.Globalization;
using System.Text;

namespace Freehold.Inference.Constraints.Patterns;

/// <summary>Reads single characters and escapes of a pattern.</summary>
internal static class PatternEscape
{
    /// <summary>Reads what follows a backslash.</summary>
    public static CharSet Parse(string text, ref int at, bool inClass, Func<string, Exception> refuse)
    {
        if (at == text.Length)
            throw refuse("a backslash ends the pattern");
        var letter = text[at++];
        return letter switch
        {
            'd' => CharSet.Digits,
            'D' => CharSet.Digits.Complement(),
            'w' => CharSet.Words,
            'W' => CharSet.Words.Complement(),
            's' => CharSet.Spaces,
            'S' => CharSet.Spaces.Complement(),
            't' => One('\t'),
            'n' => One('\n'),
            'v' => One('\v'),
            'f' => One('\f'),
            'r' => One('\r'),
            '0' when at == text.Length || !char.IsAsciiDigit(text[at]) => One('\0'),
            'b' when inClass => One('\b'),
            'x' => One(Hex(text, ref at, 2, refuse)),
            'u' => Unicode(text, ref at, refuse),
            >= '0' and <= '9' or 'k' => throw refuse("back references are not regular and not supported"),
            'b' or 'B' => throw refuse("word boundaries are not supported"),
            'p' or 'P' => throw refuse("\\p is not supported; write the ranges"),
            _ when char.IsAsciiLetter(letter) => throw refuse($"\\{letter} is not supported"),
            _ => Single(text, ref at, letter, refuse),
        };
    }

    /// <summary>A character that stands for itself, whose second half may follow.</summary>
    public static CharSet Single(string text, ref int at, char first, Func<string, Exception> refuse)
    {
        if (!char.IsSurrogate(first))
            return One(first);
        if (at < text.Length && Rune.TryCreate(first, text[at], out var rune))
        {
            at++;
            return One(rune.Value);
        }

        throw refuse("half a surrogate pair");
    }

    private static CharSet One(int character) => new([(character, character)]);

    private static CharSet Unicode(string text, ref int at, Func<string, Exception> refuse)
    {
        int value;
        if (at < text.Length && text[at] == '{')
        {
            var close = text.IndexOf('}', at);
            if (close < 0 || close - at is < 2 or > 7)
                throw refuse("\\u{...} needs 1 to 6 hexadecimal digits");
            at++;
            value = Hex(text, ref at, close - at, refuse);
            at++;
        }
        else
        {
            value = Hex(text, ref at, 4, refuse);
            if (char.IsHighSurrogate((char)value) && text.AsSpan(at).StartsWith("\\u"))
            {
                at += 2;
                var low = Hex(text, ref at, 4, refuse);
                value = char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)value, (char)low) : value;
            }
        }

        return Rune.IsValid(value) ? One(value) : throw refuse("a \\u escape is no character");
    }

    private static int Hex(string text, ref int at, int digits, Func<string, Exception> refuse)
    {
        if (at + digits > text.Length
            || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw refuse($"{digits} hexadecimal digits must follow");
        at += digits;
        return value;
    }
}
