namespace Freehold.Inference.Models.Decoder;

/// <summary>Which two numbers of a head a rotary embedding turns together.</summary>
internal enum RopeLayout
{
    /// <summary>Neighbours, 2i and 2i+1: Llama's own weights, and its GGUFs, which permute Hugging Face's rows back.</summary>
    Interleaved,

    /// <summary>Half the turned part apart, i and i + size/2: Hugging Face's weights, and the GGUFs of all other families.</summary>
    HalfSplit,
}

/// <summary>A rotary embedding as configured; <see cref="RotaryFrequencies"/> are what comes of it.</summary>
/// <param name="Layout">Which numbers are paired.</param>
/// <param name="Size">Leading numbers of a head that are turned.</param>
/// <param name="Theta">Base of the frequencies: pair i turns by theta^(-2i/size) a position.</param>
internal sealed record RopeTraits(RopeLayout Layout, int Size, float Theta)
{
    /// <summary>How the frequencies were stretched for a longer context; null: they were not.</summary>
    public RopeScaling? Scaling { get; init; }

    public void Validate(int headSize, Action<bool, string, object, string> check)
    {
        check(Size > 0 && Size % 2 == 0 && Size <= headSize, "rotary size", Size, $"even, from 2 to {headSize}");
        check(float.IsFinite(Theta) && Theta > 0, "rotary base", Theta, "finite and positive");
        Scaling?.Validate(Size / 2, check);
    }
}

/// <summary>The ways of stretching a rotary embedding that are computed; any other is refused by name.</summary>
internal abstract record RopeScaling
{
    public abstract void Validate(int pairs, Action<bool, string, object, string> check);

    /// <summary>Position interpolation (Chen et al. 2023, arXiv:2306.15595): every frequency is divided.</summary>
    internal sealed record Linear(float Factor) : RopeScaling
    {
        public override void Validate(int pairs, Action<bool, string, object, string> check) =>
            check(float.IsFinite(Factor) && Factor > 0, "rotary scaling factor", Factor, "finite and positive");
    }

    /// <summary>Llama 3.1's: low frequencies are divided, high ones kept, those between are blended by wave length.</summary>
    internal sealed record Llama3(float Factor, float LowFrequencyFactor, float HighFrequencyFactor, int OriginalContext) : RopeScaling
    {
        public override void Validate(int pairs, Action<bool, string, object, string> check)
        {
            check(float.IsFinite(Factor) && Factor > 0, "rotary scaling factor", Factor, "finite and positive");
            check(LowFrequencyFactor > 0 && LowFrequencyFactor < HighFrequencyFactor && float.IsFinite(HighFrequencyFactor),
                "rotary low-frequency factor", LowFrequencyFactor, $"positive and below {HighFrequencyFactor}");
            check(OriginalContext > 0, "original context length", OriginalContext, "positive");
        }
    }

    /// <summary>
    /// LongRoPE (Ding et al. 2024, arXiv:2402.13753): a divisor for each pair, one set within the original context and one beyond it.
    /// </summary>
    /// <param name="Short">[pairs]; null where the file holds it as tensor <c>rope_factors_short.weight</c></param>
    /// <param name="Long">[pairs]; null where the file holds it as tensor <c>rope_factors_long.weight</c></param>
    /// <param name="OriginalContext">Context up to which the short set holds.</param>
    /// <param name="Magnitude">Factor on cosines and sines.</param>
    internal sealed record LongRope(float[]? Short, float[]? Long, int OriginalContext, float Magnitude) : RopeScaling
    {
        public override void Validate(int pairs, Action<bool, string, object, string> check)
        {
            check(Short is null || Short.Length == pairs, "number of short rotary factors", Short?.Length ?? 0, $"{pairs}");
            check(Long is null || Long.Length == pairs, "number of long rotary factors", Long?.Length ?? 0, $"{pairs}");
            check(OriginalContext > 0, "original context length", OriginalContext, "positive");
            check(float.IsFinite(Magnitude) && Magnitude > 0, "rotary attention factor", Magnitude, "finite and positive");
        }
    }
}
