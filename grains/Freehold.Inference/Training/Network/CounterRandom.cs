namespace Freehold.Inference.Training.Network;

/// <summary>
/// Random numbers by their place: number i of a stream is a function of seed, stream and i alone. So a resumed run needs no state to draw
/// what the first one would have drawn, and threads need no order. Mixing as in SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195).
/// </summary>
internal readonly struct CounterRandom
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong _key;

    /// <param name="seed">The run's.</param>
    /// <param name="stream">What the numbers are for: any numbers that name it.</param>
    public CounterRandom(int seed, params ReadOnlySpan<long> stream)
    {
        _key = Mix((ulong)(uint)seed + Golden);
        foreach (var part in stream)
            _key = Mix(_key ^ Mix((ulong)part + Golden));
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(long index) => Mix(_key + (ulong)index * Golden);

    /// <summary>From 0 up to, but not including, 1.</summary>
    public double Uniform(long index) => (Bits(index) >> 11) * (1.0 / (1L << 53));

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1; a bias of 2^-64 times the bound is left.</summary>
    public int Below(int bound, long index) => (int)Math.BigMul(Bits(index), (ulong)bound, out _);

    /// <summary>Normally distributed with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double Normal(long index)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * index)));
        return radius * Math.Cos(2 * Math.PI * Uniform(2 * index + 1));
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
