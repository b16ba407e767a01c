using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels.Vectors;

/// <summary>Which instructions the matrix products use.</summary>
internal enum VectorLevel
{
    /// <summary>Vector&lt;T&gt;: whatever the machine has.</summary>
    Portable,

    /// <summary>AVX2 and FMA.</summary>
    Avx2,

    /// <summary>AVX-512 F and BW.</summary>
    Avx512,
}

internal static class VectorLevels
{
    /// <summary>The fastest that this machine has.</summary>
    public static VectorLevel Best =>
        VectorLevel.Avx512.IsSupported() ? VectorLevel.Avx512 : VectorLevel.Avx2.IsSupported() ? VectorLevel.Avx2 : VectorLevel.Portable;

    public static bool IsSupported(this VectorLevel level) => level switch
    {
        VectorLevel.Avx512 => Avx512F.IsSupported && Avx512BW.IsSupported && VectorLevel.Avx2.IsSupported(),
        VectorLevel.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
