using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Floats;

/// <summary>A format whose numbers stand alone. One struct a format: the kernels are generic over it. Decoding is exact.</summary>
internal unsafe interface IFloatFormat
{
    /// <summary>Bytes of a number.</summary>
    static abstract int Bytes { get; }

    /// <summary>One number; also the scalar reference.</summary>
    static abstract float Load1(byte* source);

    /// <summary>Eight numbers. Needs AVX2.</summary>
    static abstract Vector256<float> Load8(byte* source);

    /// <summary>Sixteen numbers. Needs AVX-512 F.</summary>
    static abstract Vector512<float> Load16(byte* source);
}
