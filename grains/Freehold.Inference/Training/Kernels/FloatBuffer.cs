using System.Runtime.CompilerServices;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Numbers that do not move, for kernels that take pointers; the first lies on a cache line. All are zero at first.</summary>
internal sealed unsafe class FloatBuffer
{
    private const int AlignmentBytes = 64;

    private readonly float[] _memory;

    /// <exception cref="ArgumentOutOfRangeException">So many numbers fit no buffer.</exception>
    public FloatBuffer(long length)
    {
        const int spare = AlignmentBytes / sizeof(float);
        if (length > Array.MaxLength - spare)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, "A buffer would be too long; train with fewer tokens at a time, or a smaller model.");
        }

        _memory = GC.AllocateArray<float>((int)length + spare, pinned: true);
        Length = (int)length;
        var address = (nint)Unsafe.AsPointer(ref _memory[0]);
        Start = (float*)((address + AlignmentBytes - 1) & -AlignmentBytes);
    }

    /// <summary>Valid while the buffer is referenced.</summary>
    public float* Start { get; }

    public int Length { get; }

    public Span<float> Span => new(Start, Length);

    /// <summary>Row <paramref name="index"/> of the buffer as a matrix [.., width].</summary>
    public Span<float> Row(int index, int width) => Slice((long)index * width, width);

    public Span<float> Slice(long start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length)
            throw new ArgumentOutOfRangeException(nameof(start), $"{length} numbers from {start} on, of {Length}.");
        return new Span<float>(Start + start, length);
    }
}
