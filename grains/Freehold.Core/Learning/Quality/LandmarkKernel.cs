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

    private readonly float[] _squaredNorms;

    /// <summary>A kernel.</summary>
    /// <param name="landmarks">[count * dimensions].</param>
    /// <param name="dimensions">Coordinates of a place.</param>
    /// <param name="precision">What squared distances are multiplied by.</param>
    public LandmarkKernel(float[] landmarks, int dimensions, float precision)
    {
        (Landmarks, Dimensions, Precision, Count) = (landmarks, dimensions, precision, landmarks.Length / dimensions);
        Width = GramMatrix.PaddedWidth(Count + 1);
        _squaredNorms = new float[Count];
        for (var i = 0; i < Count; i++) _squaredNorms[i] = VectorMath.Dot(LandmarkAt(i), LandmarkAt(i));
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
        var norm = VectorMath.Dot(place, place);
        for (var i = 0; i < Count; i++)
        {
            var squaredDistance = norm + _squaredNorms[i] - (2 * VectorMath.Dot(place, LandmarkAt(i)));
            likeness[i] = -Precision * Math.Max(0, squaredDistance);
        }

        VectorMath.Exp(likeness[..Count]);
        likeness[Count] = 1;
        likeness[(Count + 1)..].Clear();
    }
}
