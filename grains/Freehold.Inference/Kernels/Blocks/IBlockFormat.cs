using System.Runtime.Intrinsics;

namespace Freehold.Inference.Kernels.Blocks;

/// <summary>
/// A format whose numbers are small integers with scales, in groups (ggml's blocks). One struct a format: the kernels are generic over it,
/// and the compiler makes each format's own from its constants. A number is scale * sub * (quant - <see cref="Bias"/>) - minimum, where
/// each block of 32 numbers has its scale and minimum, and each half of a block its sub.
/// </summary>
/// <remarks>Pointers go to bytes that the caller has checked: groups lie wholly inside the mapped file.</remarks>
internal unsafe interface IBlockFormat
{
    /// <summary>Numbers of a block, whatever the format.</summary>
    const int BlockLength = 32;

    /// <summary>Most blocks of a group.</summary>
    const int MaxGroupBlocks = 8;

    /// <summary>Blocks of a group.</summary>
    static abstract int GroupBlocks { get; }

    /// <summary>Bytes of a group.</summary>
    static abstract int GroupBytes { get; }

    /// <summary>Largest quant where quants are unsigned; 0 where they are signed bytes.</summary>
    static abstract int MaxQuant { get; }

    /// <summary>What a quant is more than the number that it stands for.</summary>
    static abstract int Bias { get; }

    /// <summary>Whether blocks have a minimum.</summary>
    static abstract bool HasMinimum { get; }

    /// <summary>Whether the halves of a block have a scale of their own.</summary>
    static abstract bool HasSubscales { get; }

    /// <summary>The quants of one block, in the order of their numbers.</summary>
    static abstract Vector256<byte> Quants(byte* group, int block);

    /// <summary>What goes with a block.</summary>
    static abstract BlockHeader Header(byte* group, int block);

    /// <summary>The same for all blocks of a group of eight rows. Needs AVX2.</summary>
    /// <param name="group">The group in the first row.</param>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="headers">Where to put it.</param>
    static abstract void Headers(byte* group, nint rowBytes, BlockHeaders8* headers);
}

/// <summary>What goes with a block of one row.</summary>
/// <param name="Scale">Of the whole block.</param>
/// <param name="Minimum">Subtracted, where the format has it.</param>
/// <param name="Sub0">Of the first 16 numbers, where the format has it.</param>
/// <param name="Sub1">Of the other 16.</param>
internal readonly record struct BlockHeader(float Scale, float Minimum = 0f, int Sub0 = 1, int Sub1 = 1);

/// <summary>What goes with the blocks of a group of eight rows: each is [blocks, 8].</summary>
internal unsafe struct BlockHeaders8
{
    /// <summary>Rows.</summary>
    public const int Rows = 8;

    /// <summary>[blocks, 8]</summary>
    public fixed float Scales[IBlockFormat.MaxGroupBlocks * Rows];

    /// <summary>[blocks, 8], written where the format has minimums.</summary>
    public fixed float Minimums[IBlockFormat.MaxGroupBlocks * Rows];

    /// <summary>[blocks, 8] pairs of 16-bit numbers, the first half's lowest; written where the format has them.</summary>
    public fixed int SubPairs[IBlockFormat.MaxGroupBlocks * Rows];
}
