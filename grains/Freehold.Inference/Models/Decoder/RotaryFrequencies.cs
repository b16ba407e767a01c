namespace Freehold.Inference.Models.Decoder;

/// <summary>The angles of a rotary embedding, ready to use: scaling and per-pair divisors are worked in.</summary>
/// <param name="Layout">Which numbers are paired.</param>
/// <param name="PerPosition">[pairs] radians that a pair turns from one position to the next</param>
/// <param name="Magnitude">Factor on cosines and sines.</param>
internal sealed record RotaryFrequencies(RopeLayout Layout, double[] PerPosition, float Magnitude)
{
    private const string FactorsName = "rope_freqs.weight";
    private const string ShortName = "rope_factors_short.weight", LongName = "rope_factors_long.weight";

    /// <summary>The frequencies without any scaling.</summary>
    public static RotaryFrequencies Plain(RopeTraits rope)
    {
        var frequencies = new double[rope.Size / 2];
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] = Math.Pow(rope.Theta, -2.0 * i / rope.Size);
        return new RotaryFrequencies(rope.Layout, frequencies, 1f);
    }

    /// <summary>Works out a rotary embedding, with the divisors that the file may hold as tensors.</summary>
    /// <param name="rope">The configuration.</param>
    /// <param name="loader">The model's tensors.</param>
    /// <param name="contextTokens">Longest context that will be run: LongRoPE chooses its divisors by it, once for all positions.</param>
    public static RotaryFrequencies Load(RopeTraits rope, WeightLoader loader, int contextTokens)
    {
        var frequencies = Plain(rope).PerPosition;
        var magnitude = 1f;
        switch (rope.Scaling)
        {
            case RopeScaling.Linear linear:
                Divide(frequencies, _ => linear.Factor);
                break;
            case RopeScaling.Llama3 llama3:
                Divide(frequencies, frequency => Llama3Divisor(frequency, llama3));
                break;
            case RopeScaling.LongRope longRope:
                Divide(frequencies, LongRopeDivisors(longRope, frequencies.Length, loader, contextTokens));
                magnitude = longRope.Magnitude;
                break;
        }

        // GGUF converters write Llama 3.1's scaling as a tensor of divisors.
        if (loader.Contains(FactorsName))
            Divide(frequencies, loader.Vector(FactorsName, frequencies.Length));
        return new RotaryFrequencies(rope.Layout, frequencies, magnitude);
    }

    private static float[] LongRopeDivisors(RopeScaling.LongRope scaling, int pairs, WeightLoader loader, int contextTokens)
    {
        // Both are asked for, so that the one without use here does not count as an unknown tensor.
        var shortFactors = scaling.Short ?? loader.Vector(ShortName, pairs);
        var longFactors = scaling.Long ?? loader.Vector(LongName, pairs);
        return contextTokens > scaling.OriginalContext ? longFactors : shortFactors;
    }

    private static double Llama3Divisor(double frequency, RopeScaling.Llama3 scaling)
    {
        var turns = scaling.OriginalContext * frequency / (2 * Math.PI);
        if (turns < scaling.LowFrequencyFactor)
            return scaling.Factor;
        if (turns > scaling.HighFrequencyFactor)
            return 1;
        var kept = (turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return 1 / ((1 - kept) / scaling.Factor + kept);
    }

    private static void Divide(double[] frequencies, Func<double, double> divisor)
    {
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] /= divisor(frequencies[i]);
    }

    private static void Divide(double[] frequencies, float[] divisors)
    {
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] /= divisors[i];
    }
}
