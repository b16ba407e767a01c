using Freehold.Core.Features;

namespace Freehold.Core.Workloads;

/// <summary>An example as a unit vector over the buckets of its n-grams.</summary>
internal readonly struct SparseVector
{
    private readonly (int Bucket, double Weight)[] _entries;

    private SparseVector((int, double)[] entries) => _entries = entries;

    /// <summary>The weight of an n-gram: its count, damped, by its rarity.</summary>
    public static double Weight(int count, double rarity) => Math.Sqrt(count) * rarity;

    public static SparseVector Of(RequestFeatures features, Dictionary<int, float> rarity)
    {
        var entries = new (int Bucket, double Weight)[features.Count];
        var square = 0.0;
        for (var i = 0; i < entries.Length; i++)
        {
            var bucket = features.BucketAt(i);
            var weight = Weight(features.CountAt(i), rarity.GetValueOrDefault(bucket, 1));
            entries[i] = (bucket, weight);
            square += weight * weight;
        }

        var length = Math.Sqrt(square);
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Weight /= length;
        }

        return new SparseVector(entries);
    }

    public static Dictionary<int, double> Sum(ReadOnlySpan<SparseVector> vectors)
    {
        var sum = new Dictionary<int, double>();
        foreach (var vector in vectors)
        {
            foreach (var (bucket, weight) in vector._entries)
            {
                sum[bucket] = sum.GetValueOrDefault(bucket) + weight;
            }
        }

        return sum;
    }

    public static double LengthOf(Dictionary<int, double> vector) => Math.Sqrt(vector.Values.Sum(weight => weight * weight));

    /// <summary>The cosine to the sum of the other vectors, by what the whole sum says: |s - v|^2 = |s|^2 - 2 v.s + 1.</summary>
    public double SimilarityToOthers(Dictionary<int, double> sum, double sumSquare)
    {
        var product = 0.0;
        foreach (var (bucket, weight) in _entries)
        {
            product += weight * sum[bucket];
        }

        var others = Math.Sqrt(Math.Max(0, sumSquare - (2 * product) + 1));
        return others > 0 ? (product - 1) / others : 0;
    }
}
