using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Patterns;

/// <summary>A set of Unicode characters as ranges in ascending order that do not touch.</summary>
internal sealed class CharSet
{
    public static readonly CharSet All = new([(0, 0xD7FF), (0xE000, Utf8Ranges.Last)]);
    public static readonly CharSet Digits = new([('0', '9')]);
    public static readonly CharSet Words = new([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);

    /// <summary>White space and line ends, as ECMA-262 counts them.</summary>
    public static readonly CharSet Spaces = new(
        [('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
        (0x3000, 0x3000), (0xFEFF, 0xFEFF)]);

    /// <summary>What a full stop stands for: all but the line ends.</summary>
    public static readonly CharSet NotLineEnds = new CharSet([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]).Complement();

    /// <summary>The characters of JSON strings that stand for themselves (RFC 8259, section 7).</summary>
    public static readonly CharSet Unescaped = new([(0x20, 0x21), (0x23, 0x5B), (0x5D, 0xD7FF), (0xE000, Utf8Ranges.Last)]);

    public CharSet(IEnumerable<(int Low, int High)> ranges)
    {
        var joined = new List<(int Low, int High)>();
        foreach (var (low, high) in ranges.Order())
        {
            if (joined.Count > 0 && low <= joined[^1].High + 1)
                joined[^1] = (joined[^1].Low, Math.Max(high, joined[^1].High));
            else
                joined.Add((low, high));
        }

        Ranges = joined;
    }

    public IReadOnlyList<(int Low, int High)> Ranges { get; }

    public CharSet Complement()
    {
        var (rest, next) = (new List<(int, int)>(), 0);
        foreach (var (low, high) in Ranges)
        {
            if (low > next)
                rest.Add((next, low - 1));
            next = high + 1;
        }

        if (next <= Utf8Ranges.Last)
            rest.Add((next, Utf8Ranges.Last));
        return new CharSet(rest);
    }

    public CharSet Union(CharSet other) => new(Ranges.Concat(other.Ranges));

    public CharSet Intersect(CharSet other) => Complement().Union(other.Complement()).Complement();
}
