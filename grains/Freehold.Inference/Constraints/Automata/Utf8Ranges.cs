using System.Text;

namespace Freehold.Inference.Constraints.Automata;

/// <summary>
/// Ranges of Unicode characters as sequences of byte ranges: only well-formed UTF-8 (Unicode 16, table 3-7) gets through.
/// </summary>
internal static class Utf8Ranges
{
    public const int Last = 0x10FFFF;

    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF];

    /// <summary>Reads one character from <paramref name="low"/> to <paramref name="high"/>; surrogates are left out.</summary>
    public static void Add(AutomatonBuilder builder, int from, int low, int high, int to)
    {
        if (low > high)
            return;
        if (low <= 0xDFFF && high >= 0xD800)
        {
            Add(builder, from, low, 0xD7FF, to);
            Add(builder, from, 0xE000, high, to);
            return;
        }

        if (FindSplit(low, high) is { } split)
        {
            Add(builder, from, low, split, to);
            Add(builder, from, split + 1, high, to);
            return;
        }

        Span<byte> first = stackalloc byte[4], last = stackalloc byte[4];
        var length = new Rune(low).EncodeToUtf8(first);
        new Rune(high).EncodeToUtf8(last);
        for (var i = length - 1; i > 0; i--)
            to = builder.Before(first[i], last[i], to);
        builder.AddBytes(from, first[0], last[0], to);
    }

    // Where to cut a range, so that in each part every byte runs through a range of its own whatever the others are.
    private static int? FindSplit(int low, int high)
    {
        foreach (var limit in LastOfLength)
        {
            if (low <= limit && high > limit)
                return limit;
        }

        for (var bits = 6; bits <= 18 && high > 0x7F; bits += 6)
        {
            var mask = (1 << bits) - 1;
            if ((low & ~mask) == (high & ~mask))
                break;
            if ((low & mask) != 0)
                return low | mask;
            if ((high & mask) != mask)
                return (high & ~mask) - 1;
        }

        return null;
    }
}
