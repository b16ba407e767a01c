using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality;

/// <summary>
/// Likeness of a prompt to landmarks, some of the prompts learnt from: exp(-precision * squared distance). Functions of it approximate a
/// Gaussian process (Williams and Seeger, "Using the Nyström Method to Speed Up Kernel Machines", NIPS 2000).
/// </summary>
internal sealed class LandmarkKernel
{
    /// <summary>Most landmarks: one less than 48 vectors of 16, which leaves a column for the constant.</summary>
    public const int MaxLandmarks = 767;

    /// <summary>Landmarks that are compared at once; widths are whole numbers of them (<see cref="GramMatrix.PaddedWidth"/>).</summary>
    private const int Lanes = 16;

    private readonly float[] _blocks; // [blocks * Dimensions * Lanes]: coordinate by coordinate, so that no sum runs across lanes
    private readonly float[] _squaredNorms; // [blocks * Lanes]

    /// <summary>A kernel.</summary>
    /// <param name="landmarks">[count * dimensions].</param>
    /// <param name="dimensions">Coordinates of a place, an even number.</param>
    /// <param name="precision">What squared distances are multiplied by.</param>
    public LandmarkKernel(float[] landmarks, int dimensions, float precision)
    {
        (Landmarks, Dimensions, Precision, Count) = (landmarks, dimensions, precision, landmarks.Length / dimensions);
        Width = GramMatrix.PaddedWidth(Count + 1);
        _squaredNorms = new float[Width];
        _blocks = new float[Width * dimensions];
        for (var i = 0; i < Count; i++)
        {
            _squaredNorms[i] = TensorPrimitives.Dot(LandmarkAt(i), LandmarkAt(i));
            var block = _blocks.AsSpan(i / Lanes * Lanes * dimensions, Lanes * dimensions);
            for (var j = 0; j < dimensions; j++) block[(j * Lanes) + (i % Lanes)] = landmarks[(i * dimensions) + j];
        }
    }

    public float[] Landmarks { get; }

    public int Dimensions { get; }

    public float Precision { get; }

    /// <summary>Number of landmarks.</summary>
    public int Count { get; }

    /// <summary>Columns of a row of likenesses: the landmarks, a constant 1, and zeros up to whole vectors.</summary>
    public int Width { get; }

    public ReadOnlySpan<float> LandmarkAt(int index) => Landmarks.AsSpan(index * Dimensions, Dimensions);

    /// <summary>Likenesses of a place to all landmarks.</summary>
    /// <param name="place">[Dimensions].</param>
    /// <param name="likeness">Receives [<see cref="Width"/>].</param>
    public void Compare(ReadOnlySpan<float> place, Span<float> likeness)
    {
        var norm = Vector256.Create(TensorPrimitives.Dot(place, place));
        var blocks = MemoryMarshal.Cast<float, Vector256<float>>(_blocks);
        var norms = MemoryMarshal.Cast<float, Vector256<float>>(_squaredNorms);
        var target = MemoryMarshal.Cast<float, Vector256<float>>(likeness);
        for (var i = 0; i < target.Length; i += 2)
        {
            var (first, second) = DotBlock(place, blocks.Slice(i * Dimensions, 2 * Dimensions));
            target[i] = Likeness(norm + norms[i], first);
            target[i + 1] = Likeness(norm + norms[i + 1], second);
        }

        likeness[Count] = 1;
        likeness[(Count + 1)..].Clear();
    }

    /// <summary>Two sums for each half of the lanes: a multiplication takes longer than the next may wait.</summary>
    private static (Vector256<float> First, Vector256<float> Second) DotBlock(
        ReadOnlySpan<float> place, ReadOnlySpan<Vector256<float>> block)
    {
        Vector256<float> first = default, second = default, third = default, fourth = default;
        for (var i = 0; i + 1 < place.Length; i += 2)
        {
            var four = block.Slice(2 * i, 4);
            var (even, odd) = (Vector256.Create(place[i]), Vector256.Create(place[i + 1]));
            first = Vector256.FusedMultiplyAdd(even, four[0], first);
            second = Vector256.FusedMultiplyAdd(even, four[1], second);
            third = Vector256.FusedMultiplyAdd(odd, four[2], third);
            fourth = Vector256.FusedMultiplyAdd(odd, four[3], fourth);
        }

        return (first + third, second + fourth);
    }

    private Vector256<float> Likeness(Vector256<float> norms, Vector256<float> dot) =>
        Vector256.Exp(Vector256.Min(Vector256<float>.Zero, Precision * (dot + dot - norms)));
}
