using System.Buffers.Binary;

namespace Freehold.Core.Calibration;

/// <summary>What an answer itself tells of whether it is right. A signal that was not measured is <see cref="double.NaN"/>.</summary>
/// <remarks>
/// Log-probabilities are natural logarithms under the model's unmodified distribution. The mean alone is the baseline of Hendrycks and Gimpel
/// (ICLR 2017) for sequences; the low quantile finds single weak tokens, the margin is that of Scheffer et al. (2001), agreement of samples is
/// self-consistency (Wang et al., ICLR 2023).
/// </remarks>
public readonly record struct AnswerSignals
{
    /// <summary>How many signals there are: the length of their vector.</summary>
    public const int Count = 8;

    /// <summary>Tokens of the answer.</summary>
    public required int Tokens { get; init; }

    /// <summary>Mean log-probability of its tokens.</summary>
    public required double MeanLogProb { get; init; }

    /// <summary>Least log-probability of a token.</summary>
    public double MinLogProb { get; init; } = double.NaN;

    /// <summary>The log-probability below which a tenth of its tokens are.</summary>
    public double LowLogProb { get; init; } = double.NaN;

    /// <summary>Mean distance in log-probability between the likeliest token and the next one.</summary>
    public double MeanMargin { get; init; } = double.NaN;

    /// <summary>True where the model ended the answer, false where it was cut.</summary>
    public required bool EndedByItself { get; init; }

    /// <summary>How far further samples agree with the answer, 0 to 1 (<see cref="SelfConsistency"/>).</summary>
    public double Agreement { get; init; } = double.NaN;

    /// <summary>Where JSON was asked for: whether it is JSON.</summary>
    public bool? IsValidJson { get; init; }

    /// <summary>Signals with all that can be missing missing.</summary>
    public AnswerSignals()
    {
    }

    /// <summary>
    /// Writes the signals as the confidence model takes them: each limited to its range and scaled to a few units, <see cref="float.NaN"/> where
    /// missing.
    /// </summary>
    /// <param name="vector">Room for <see cref="Count"/> numbers.</param>
    public void CopyTo(Span<float> vector)
    {
        vector[0] = Limit(MeanLogProb, -5, 0);
        vector[1] = Limit(LowLogProb, -10, 0) / 2;
        vector[2] = Limit(MinLogProb, -15, 0) / 5;
        vector[3] = Limit(MeanMargin, 0, 10) / 2;
        vector[4] = Limit(Math.Log2(1 + Math.Max(0, Tokens)), 0, 12) / 4;
        vector[5] = EndedByItself ? 1 : 0;
        vector[6] = Limit(Agreement, 0, 1);
        vector[7] = IsValidJson is { } valid ? (valid ? 1 : 0) : float.NaN;
    }

    /// <summary>The signals as they are logged: <see cref="Count"/> numbers in half precision, little-endian.</summary>
    public byte[] ToBytes()
    {
        Span<float> vector = stackalloc float[Count];
        CopyTo(vector);
        var bytes = new byte[Count * 2];
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)vector[i]);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote, as a vector; null where it is something else.</summary>
    public static float[]? ReadVector(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Count * 2)
        {
            return null;
        }

        var vector = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            vector[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
        }

        return vector;
    }

    // Math.Clamp keeps NaN.
    private static float Limit(double value, double least, double most) => (float)Math.Clamp(value, least, most);
}
