using System.Diagnostics.CodeAnalysis;

namespace Freehold.Inference.Kernels.Vectors;

/// <summary>The instructions of the integer products, so that their kernels are written once for 256 and 512 bits.</summary>
/// <typeparam name="TVector">A vector of 32-bit lanes; what a lane holds (a number of 32 bits, two of 16, four of 8, a float) the
/// operation says.</typeparam>
internal unsafe interface IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>32-bit lanes.</summary>
    static abstract int Count { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(byte* source);

    static abstract void Store(byte* target, TVector value);

    /// <summary>32 bits in every lane.</summary>
    static abstract TVector Broadcast(byte* source);

    /// <summary>The same 16-bit number twice in every lane.</summary>
    static abstract TVector Shorts(short value);

    /// <summary>Products of unsigned and signed bytes, neighbours added: two 16-bit numbers a lane. The caller sees to it that they fit.</summary>
    static abstract TVector MultiplyBytes(TVector unsigned, TVector signed);

    /// <summary>Products of 16-bit numbers, neighbours added: one 32-bit number a lane.</summary>
    static abstract TVector MultiplyShorts(TVector x, TVector y);

    static abstract TVector AddShorts(TVector x, TVector y);

    static abstract TVector AddInts(TVector x, TVector y);

    static abstract TVector SubtractInts(TVector x, TVector y);

    static abstract TVector ShiftLeftInts(TVector x, [ConstantExpected] byte count);

    /// <summary>32-bit integers to floats, rounded to the nearest.</summary>
    static abstract TVector ToSingles(TVector ints);

    static abstract TVector MultiplySingles(TVector x, TVector y);

    /// <summary>x * y + z, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>z - x * y, rounded once.</summary>
    static abstract TVector FusedMultiplySubtractFrom(TVector x, TVector y, TVector z);
}
