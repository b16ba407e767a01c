using System.Numerics.Tensors;
using Freehold.Core.Features;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality;

/// <summary>
/// Places prompts by what they are about: latent semantic analysis (Deerwester et al. 1990) of TF-IDF weights of hashed n-grams. Prompts
/// on one subject lie close together, whatever words they share.
/// </summary>
internal sealed class TopicSpace
{
    /// <summary>Number of coordinates.</summary>
    public const int Dimensions = 96;

    /// <summary>Most buckets that have a place; of more, those in most prompts are kept.</summary>
    public const int MaxBuckets = 16_384;

    private static readonly float[] CountWeights = [.. Enumerable.Range(1, RequestFeatures.MaxCount).Select(count => 1 + MathF.Log(count))];

    private readonly ushort[] _rowOf; // [BucketCount]: row + 1, or 0 where a bucket has no place

    /// <summary>A space.</summary>
    /// <param name="buckets">Buckets that have a place, ascending.</param>
    /// <param name="scales">[buckets]: what a row's bytes are multiplied by.</param>
    /// <param name="places">[buckets * <see cref="Dimensions"/>].</param>
    public TopicSpace(int[] buckets, float[] scales, sbyte[] places)
    {
        (Buckets, Scales, Places) = (buckets, scales, places);
        _rowOf = new ushort[RequestFeatures.BucketCount];
        for (var row = 0; row < buckets.Length; row++) _rowOf[buckets[row]] = (ushort)(row + 1);
    }

    public int[] Buckets { get; }

    public float[] Scales { get; }

    public sbyte[] Places { get; }

    /// <summary>The weight of a bucket's count before its inverse document frequency: sublinear, as in most TF-IDF.</summary>
    public static float CountWeight(int count) => CountWeights[count - 1];

    /// <summary>The place of a prompt, a vector of length 1; all zeros where it has no bucket that is known.</summary>
    /// <param name="features">The prompt.</param>
    /// <param name="place">Receives [<see cref="Dimensions"/>].</param>
    /// <returns>False where it is all zeros.</returns>
    public bool Locate(RequestFeatures features, Span<float> place)
    {
        place.Clear();
        foreach (var entry in features.Entries)
        {
            var row = _rowOf[RequestFeatures.BucketOf(entry)] - 1;
            if (row < 0) continue;
            var weight = CountWeight(RequestFeatures.CountOf(entry)) * Scales[row];
            VectorMath.AddScaled(weight, Places.AsSpan(row * Dimensions, Dimensions), place);
        }

        var norm = MathF.Sqrt(TensorPrimitives.Dot(place, place));
        if (norm < 1e-12f) return false;
        foreach (ref var value in place) value /= norm;
        return true;
    }
}
