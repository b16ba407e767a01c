namespace Freehold.Core.Distillation;

/// <summary>
/// A hash that is the same on every machine, in every process and for ever: what it decided once (a part of the golden set, an arm of a
/// rollout) it decides again. No defence against who looks for collisions: nothing rests on their absence.
/// </summary>
public static class StableHash
{
    /// <summary>FNV-1a over UTF-16 (Fowler, Noll and Vo), finished so that all its bits depend on all of the text's.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        var hash = 14695981039346656037UL ^ Mix(seed);
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>A hash as a number of at least 0 and less than 1, of 53 bits.</summary>
    public static double ToUnit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
