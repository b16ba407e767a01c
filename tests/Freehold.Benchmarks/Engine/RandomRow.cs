namespace Freehold.Benchmarks.Engine;

/// <summary>Nearly normal numbers from integer arithmetic alone, so that they are the same wherever they are made.</summary>
internal static class RandomRow
{
    // A sum of four 16-bit numbers (Irwin-Hall): its mean, and the inverse of its standard deviation 65536 / sqrt(3).
    private const float Mean = 2f * 65_535f, InverseDeviation = 1.7320508f / 65_536f;

    /// <summary>Fills a row with numbers of mean 0; each number of row <paramref name="row"/> is its own, whichever thread asks for it.</summary>
    public static void Fill(ulong row, float deviation, Span<float> values)
    {
        var state = row * 0xD134_2543_DE82_EF95;
        for (var i = 0; i < values.Length; i++)
        {
            var bits = SplitMix(state += 0x9E37_79B9_7F4A_7C15);
            var sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48);
            values[i] = (sum - Mean) * InverseDeviation * deviation;
        }
    }

    // The output function of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong SplitMix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ z >> 27) * 0x94D0_49BB_1331_11EB;
        return z ^ z >> 31;
    }
}
