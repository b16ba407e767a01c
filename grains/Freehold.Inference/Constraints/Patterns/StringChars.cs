using System.Globalization;
using System.Text;
using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Patterns;

/// <summary>The characters of a JSON string (RFC 8259, section 7), as bytes.</summary>
internal static class StringChars
{
    private const string ShortEscapes = "\"\\\b\f\n\r\t", ShortLetters = "\"\\bfnrt";

    /// <summary>Reads one character of a set, written in the one usual way: escaped only where it must be.</summary>
    public static void AddCanonical(AutomatonBuilder builder, int from, CharSet set, int to)
    {
        foreach (var (low, high) in set.Intersect(CharSet.Unescaped).Ranges)
            Utf8Ranges.Add(builder, from, low, high, to);
        foreach (var (low, high) in set.Ranges)
        {
            for (var c = low; c <= Math.Min(high, '\\'); c++)
            {
                if (c is < 0x20 or '"' or '\\')
                    builder.AddLiteral(from, Escape((char)c), to);
            }
        }
    }

    /// <summary>Reads any one character, written in any way.</summary>
    public static void AddAny(AutomatonBuilder builder, int from, int to)
    {
        foreach (var (low, high) in CharSet.Unescaped.Ranges)
            Utf8Ranges.Add(builder, from, low, high, to);
        var escaped = builder.NewState();
        builder.AddByte(from, '\\', escaped);
        foreach (var letter in ShortLetters + "/")
            builder.AddByte(escaped, letter, to);
        var digits = builder.NewState();
        builder.AddByte(escaped, 'u', digits);
        AddHex(builder, digits, ["0123456789ABCEFabcef", null, null, null], to);
        AddHex(builder, digits, ["Dd", "01234567", null, null], to);

        // A high surrogate must be followed by a low one.
        var (high2, slash) = (builder.NewState(), builder.NewState());
        AddHex(builder, digits, ["Dd", "89ABab", null, null], high2);
        builder.AddByte(high2, '\\', slash);
        var low2 = builder.NewState();
        builder.AddByte(slash, 'u', low2);
        AddHex(builder, low2, ["Dd", "CDEFcdef", null, null], to);
    }

    /// <summary>A text as a JSON string, quotes included.</summary>
    public static byte[] Quote(string text)
    {
        var quoted = new List<byte> { (byte)'"' };
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < 0x20 or '"' or '\\')
                quoted.AddRange(Escape((char)rune.Value));
            else
                quoted.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        }

        quoted.Add((byte)'"');
        return [.. quoted];
    }

    private static byte[] Escape(char c)
    {
        var known = ShortEscapes.IndexOf(c, StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(
            known >= 0 ? $"\\{ShortLetters[known]}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
    }

    private static void AddHex(AutomatonBuilder builder, int from, string?[] digits, int to)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            var next = i == digits.Length - 1 ? to : builder.NewState();
            foreach (var digit in digits[i] ?? "0123456789ABCDEFabcdef")
                builder.AddByte(from, digit, next);
            from = next;
        }
    }
}
