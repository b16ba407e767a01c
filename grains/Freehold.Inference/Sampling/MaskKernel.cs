using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Sampling;

/// <summary>Takes tokens out of the choice.</summary>
internal static class MaskKernel
{
    /// <summary>Sets the logits of what is not allowed to minus infinity.</summary>
    /// <param name="logits">[vocabulary], changed in place</param>
    /// <param name="allowed">Bit i % 64 of word i / 64 is set where token i is allowed. [vocabulary / 64, rounded up]</param>
    public static void Apply(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        // One byte of the mask for eight logits: each lane looks at its own bit.
        var lanes = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        var never = Vector256.Create(float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(logits);
        for (var i = 0; i < vectors.Length; i++)
        {
            var bits = (int)(allowed[i >> 3] >> ((i & 7) << 3)) & 0xFF;
            var isAllowed = Vector256.Equals(Vector256.Create(bits) & lanes, lanes);
            vectors[i] = Vector256.ConditionalSelect(isAllowed.AsSingle(), vectors[i], never);
        }

        for (var i = vectors.Length * Vector256<float>.Count; i < logits.Length; i++)
        {
            if ((allowed[i >> 6] >> (i & 63) & 1) == 0)
                logits[i] = float.NegativeInfinity;
        }
    }
}
