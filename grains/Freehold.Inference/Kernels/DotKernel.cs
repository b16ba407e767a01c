using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Freehold.Inference.Kernels.Floats;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels;

/// <summary>Dot products of activations.</summary>
internal static unsafe class DotKernel
{
    /// <summary>Product of two vectors; on one machine always added in the same order.</summary>
    /// <param name="x">[n]</param>
    /// <param name="y">[n]</param>
    public static float F32(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Lengths {x.Length} and {y.Length} differ.", nameof(y));
        fixed (byte* a = MemoryMarshal.AsBytes(x))
        fixed (float* b = y)
        {
            return VectorLevel.Avx2.IsSupported()
                ? FloatKernel<FloatLanes256, Vector256<float>, F32>.Dot(a, b, x.Length)
                : FloatKernel<PortableFloatLanes, Vector<float>, F32>.Dot(a, b, x.Length);
        }
    }
}
