namespace Freehold.Inference.Sampling;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a small generator of our own, because System.Random does not promise the same numbers from one
/// version of .NET to the next.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        var z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A whole number from 0 to below <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)(NextDouble() * bound);
}
