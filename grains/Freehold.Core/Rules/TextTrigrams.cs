namespace Freehold.Core.Rules;

/// <summary>
/// Which three letters in a row a text has, as a bitmap on the caller's stack: a pattern that demands three which are not there need not
/// be tried. It may say yes wrongly (a Bloom filter with one hash), never no.
/// </summary>
internal readonly ref struct TextTrigrams
{
    /// <summary>Words of the bitmap: 16,384 bits for at most <see cref="RuleText.MaxLength"/> trigrams.</summary>
    public const int Words = 256;

    private readonly Span<ulong> _bits;

    /// <param name="bits">Zeroed, [<see cref="Words"/>].</param>
    /// <param name="normal">A normal text.</param>
    public TextTrigrams(Span<ulong> bits, ReadOnlySpan<char> normal)
    {
        _bits = bits;
        for (var i = 0; i + 2 < normal.Length; i++)
        {
            var bit = Hash(normal.Slice(i, 3));
            bits[bit >> 6] |= 1ul << bit;
        }
    }

    /// <summary>The places of a literal's trigrams; empty where it has fewer than three letters.</summary>
    public static int[] Of(string literal)
    {
        var places = new HashSet<int>();
        for (var i = 0; i + 2 < literal.Length; i++)
        {
            places.Add(Hash(literal.AsSpan(i, 3)));
        }

        return [.. places];
    }

    public bool HasAll(ReadOnlySpan<int> places)
    {
        foreach (var place in places)
        {
            if ((_bits[place >> 6] & (1ul << place)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(ReadOnlySpan<char> three)
    {
        var hash = 0u;
        foreach (var character in three)
        {
            hash = (hash ^ Fold(character)) * 0x9E3779B1;
            hash ^= hash >> 15;
        }

        return (int)(hash & ((Words * 64) - 1));
    }

    /// <summary>Literals are ASCII in lower case; these are all characters that some casing rule takes for an ASCII letter.</summary>
    private static char Fold(char character) => character switch
    {
        >= 'A' and <= 'Z' => (char)(character | 0x20),
        < (char)128 => character,
        '\u0130' or '\u0131' => 'i',
        '\u017F' => 's',
        '\u212A' => 'k',
        _ => character,
    };
}
