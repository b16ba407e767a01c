using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Freehold.Inference.Kernels;

/// <summary>32-bit IEEE numbers.</summary>
internal readonly struct F32Row : IRowFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load32(
        ref byte row, nint index, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        a = Load8(ref row, index);
        b = Load8(ref row, index + 8);
        c = Load8(ref row, index + 16);
        d = Load8(ref row, index + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(ref byte row, nint index) =>
        Unsafe.ReadUnaligned<Vector256<float>>(ref Unsafe.Add(ref row, index * 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(ref byte row, nint index) => Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref row, index * 4));
}

/// <summary>16-bit IEEE numbers.</summary>
internal readonly struct F16Row : IRowFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load32(
        ref byte row, nint index, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        a = Load8(ref row, index);
        b = Load8(ref row, index + 8);
        c = Load8(ref row, index + 16);
        d = Load8(ref row, index + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(ref byte row, nint index) =>
        HalfNumbers.ToSingle(Unsafe.ReadUnaligned<Vector128<short>>(ref Unsafe.Add(ref row, index * 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(ref byte row, nint index) =>
        HalfNumbers.ToSingle(Unsafe.ReadUnaligned<short>(ref Unsafe.Add(ref row, index * 2)));
}

/// <summary>Upper halves of 32-bit IEEE numbers.</summary>
internal readonly struct BF16Row : IRowFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load32(
        ref byte row, nint index, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        a = Load8(ref row, index);
        b = Load8(ref row, index + 8);
        c = Load8(ref row, index + 16);
        d = Load8(ref row, index + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(ref byte row, nint index)
    {
        var halves = Unsafe.ReadUnaligned<Vector128<ushort>>(ref Unsafe.Add(ref row, index * 2));
        return Vector256.ShiftLeft(Avx2.ConvertToVector256Int32(halves), 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(ref byte row, nint index) =>
        BitConverter.UInt32BitsToSingle((uint)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref row, index * 2)) << 16);
}

/// <summary>
/// Blocks of 34 bytes: a 16-bit scale and 32 signed bytes (ggml, <c>block_q8_0</c>). Scale times byte has at most 19 significant bits, so
/// the product is exact in 32-bit arithmetic.
/// </summary>
internal readonly struct Q8Row : IRowFormat
{
    private const int BlockBytes = 34, ScaleBytes = 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load32(
        ref byte row, nint index, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        ref var block = ref Unsafe.Add(ref row, (index >> 5) * BlockBytes);
        var scale = Vector256.Create(HalfNumbers.ToSingle(Unsafe.ReadUnaligned<short>(ref block)));
        a = Load(ref block, 0) * scale;
        b = Load(ref block, 8) * scale;
        c = Load(ref block, 16) * scale;
        d = Load(ref block, 24) * scale;
    }

    // A row is a whole number of blocks of 32, so no 8 ever stand alone.
    public static Vector256<float> Load8(ref byte row, nint index) => throw new NotSupportedException("A Q8_0 row has no part of a block.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load1(ref byte row, nint index)
    {
        ref var block = ref Unsafe.Add(ref row, (index >> 5) * BlockBytes);
        var quant = (sbyte)Unsafe.Add(ref block, ScaleBytes + (index & 31));
        return quant * HalfNumbers.ToSingle(Unsafe.ReadUnaligned<short>(ref block));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref byte block, nint index)
    {
        var bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref block, ScaleBytes + index));
        return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(bytes).AsSByte()));
    }
}
