using System.Globalization;
using System.Text;

namespace Freehold.Inference.Templates.Syntax;

/// <summary>String literals, with Python's escapes.</summary>
internal static class StringLiteral
{
    public static string Read(LexerCursor cursor, TemplatePosition at)
    {
        var quote = cursor.Current;
        var value = new StringBuilder();
        cursor.Advance(1);
        while (cursor.Current != quote || cursor.AtEnd)
        {
            if (cursor.AtEnd)
                throw TemplateException.Syntax("the string that begins here is not closed", at);
            if (cursor.Current == '\\' && cursor.Offset + 1 < cursor.Source.Length)
            {
                ReadEscape(cursor, value);
                continue;
            }

            value.Append(cursor.Current);
            cursor.Advance(1);
        }

        cursor.Advance(1);
        return value.ToString();
    }

    private static void ReadEscape(LexerCursor cursor, StringBuilder value)
    {
        var at = cursor.Position;
        var code = cursor.Source[cursor.Offset + 1];
        cursor.Advance(2);
        switch (code)
        {
            case '\n': break; // A line that goes on.
            case '\\' or '\'' or '"': value.Append(code); break;
            case 'a': value.Append('\a'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'n': value.Append('\n'); break;
            case 'r': value.Append('\r'); break;
            case 't': value.Append('\t'); break;
            case 'v': value.Append('\v'); break;
            case 'x': AppendHex(cursor, value, 2, at); break;
            case 'u': AppendHex(cursor, value, 4, at); break;
            case 'U': AppendHex(cursor, value, 8, at); break;
            case 'N': throw TemplateException.Unsupported("the escape '\\N'", at);
            case >= '0' and <= '7': AppendOctal(cursor, value, code - '0'); break;
            default: value.Append('\\').Append(code); break; // As Python keeps it.
        }
    }

    private static void AppendHex(LexerCursor cursor, StringBuilder value, int digits, TemplatePosition at)
    {
        var text = cursor.Source.AsSpan(cursor.Offset, Math.Min(digits, cursor.Source.Length - cursor.Offset));
        if (text.Length < digits ||
            !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
        {
            throw TemplateException.Syntax($"the escape is not {digits} hexadecimal digits of a character", at);
        }

        cursor.Advance(digits);
        if (code > 0xFFFF)
            value.Append(char.ConvertFromUtf32((int)code));
        else
            value.Append((char)code);
    }

    private static void AppendOctal(LexerCursor cursor, StringBuilder value, int code)
    {
        for (var i = 0; i < 2 && cursor.Current is >= '0' and <= '7'; i++)
        {
            code = code * 8 + cursor.Current - '0';
            cursor.Advance(1);
        }

        value.Append((char)code);
    }
}
