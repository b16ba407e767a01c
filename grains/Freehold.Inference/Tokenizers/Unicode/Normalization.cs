using System.Text;

namespace Freehold.Inference.Tokenizers.Unicode;

/// <summary>Canonical normal forms of text (UAX #15, Unicode 14.0 mappings), linear but for sorting runs of combining marks.</summary>
internal static class Normalization
{
    // Hangul syllables are composed by arithmetic: The Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    // Nothing below U+0300 changes in form C.
    private const char FirstThatMayChange = '\u0300';

    /// <summary>
    /// Form C of a text; the text itself where it is in form C already. Lone surrogates become U+FFFD where anything changes.
    /// </summary>
    public static ReadOnlySpan<char> FormC(ReadOnlySpan<char> text)
    {
        if (!MayChange(text))
            return text;

        var characters = Decompose(text);
        return ToText(characters.AsSpan(0, Compose(characters)));
    }

    /// <summary>The characters of form D, as code points.</summary>
    public static int[] Decompose(ReadOnlySpan<char> text)
    {
        var characters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(characters, rune.Value);
        var decomposed = characters.ToArray();
        Order(decomposed);
        return decomposed;
    }

    /// <summary>Writes code points as text.</summary>
    public static string ToText(ReadOnlySpan<int> characters)
    {
        var text = new StringBuilder(characters.Length);
        foreach (var character in characters)
            text.Append(new Rune(character).ToString());
        return text.ToString();
    }

    private static bool MayChange(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyInRange(FirstThatMayChange, char.MaxValue);
        if (first < 0)
            return false;
        foreach (var rune in text[first..].EnumerateRunes())
        {
            var value = rune.Value;
            if (value >= FirstThatMayChange && (CanonicalData.MayChangeInFormC(value) || IsVowelOrTrail(value)))
                return true;
        }

        return false;
    }

    private static bool IsVowelOrTrail(int value) =>
        value is >= VowelBase and < VowelBase + VowelCount or > TrailBase and < TrailBase + TrailCount;

    private static void Append(List<int> characters, int value)
    {
        if (value is >= SyllableBase and < SyllableBase + SyllableCount)
        {
            var index = value - SyllableBase;
            characters.Add(LeadBase + index / (VowelCount * TrailCount));
            characters.Add(VowelBase + index % (VowelCount * TrailCount) / TrailCount);
            if (index % TrailCount > 0)
                characters.Add(TrailBase + index % TrailCount);
        }
        else if (value < 0x80 || !CanonicalData.TryDecompose(value, out var parts))
        {
            characters.Add(value);
        }
        else
        {
            // Only the first part can decompose further; the longest chain has four links.
            Append(characters, parts.First);
            if (parts.Second != 0)
                Append(characters, parts.Second);
        }
    }

    // Sorts each run of combining marks by class and, within one, by place.
    private static void Order(int[] characters)
    {
        for (var start = 0; start < characters.Length; start++)
        {
            var end = start;
            while (end < characters.Length && characters[end] >= FirstThatMayChange && CanonicalData.CombiningClass(characters[end]) > 0)
                end++;
            if (end - start > 1)
            {
                var run = characters.AsSpan(start, end - start);
                var keys = new long[run.Length];
                for (var i = 0; i < keys.Length; i++)
                    keys[i] = ((long)CanonicalData.CombiningClass(run[i]) << 32) | (uint)i;
                keys.AsSpan().Sort(run);
            }

            start = Math.Max(start, end - 1);
        }
    }

    // Composes in place; returns the new length.
    private static int Compose(Span<int> characters)
    {
        var (length, starter, lastClass) = (0, -1, 0);
        foreach (var character in characters)
        {
            var combining = character < FirstThatMayChange ? (byte)0 : CanonicalData.CombiningClass(character);
            // A mark is blocked from its starter by one of the same or a higher class between them, a starter by anything.
            var reachable = starter >= 0 && (lastClass < combining || starter == length - 1);
            if (reachable && TryCompose(characters[starter], character, out var composed))
            {
                characters[starter] = composed;
                continue;
            }

            if (combining == 0)
                starter = length;
            lastClass = combining;
            characters[length++] = character;
        }

        return length;
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        if (first is >= LeadBase and < LeadBase + LeadCount && second is >= VowelBase and < VowelBase + VowelCount)
        {
            composed = SyllableBase + ((first - LeadBase) * VowelCount + second - VowelBase) * TrailCount;
            return true;
        }

        var isOpen = first is >= SyllableBase and < SyllableBase + SyllableCount && (first - SyllableBase) % TrailCount == 0;
        if (isOpen && second is > TrailBase and < TrailBase + TrailCount)
        {
            composed = first + second - TrailBase;
            return true;
        }

        return CanonicalData.TryCompose(first, second, out composed);
    }
}
