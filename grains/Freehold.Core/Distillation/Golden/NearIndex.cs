namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// Finds texts that are nearly the same as a given one: locality-sensitive hashing of min-wise signatures in bands (Indyk and Motwani
/// 1998), each find verified by the exact resemblance. Linear time and memory: each bucket holds a bounded number, so that of very many
/// texts alike a few stand for all.
/// </summary>
/// <param name="threshold">Least resemblance (Jaccard's coefficient of the shingles).</param>
internal sealed class NearIndex(double threshold)
{
    /// <summary>
    /// Bands of <see cref="BandRows"/> numbers: texts alike to 0.8 meet in some band with probability 0.9998, those alike to 0.4 with 0.34.
    /// </summary>
    private const int Bands = 16;

    private const int BandRows = MinHash.Length / Bands;

    /// <summary>Most texts of a bucket.</summary>
    public const int MaxPerBucket = 24;

    private readonly Dictionary<ulong, List<int>> _buckets = [];
    private readonly List<ulong[]> _shingles = [];

    /// <summary>Texts in the index.</summary>
    public int Count => _shingles.Count;

    /// <summary>Adds a text; its number is the <see cref="Count"/> before.</summary>
    public void Add(ulong[] shingles)
    {
        var id = _shingles.Count;
        _shingles.Add(shingles);
        Span<ulong> keys = stackalloc ulong[Bands];
        foreach (var key in Keys(shingles, keys))
        {
            if (!_buckets.TryGetValue(key, out var bucket))
            {
                _buckets.Add(key, bucket = new List<int>(1));
            }

            if (bucket.Count < MaxPerBucket)
            {
                bucket.Add(id);
            }
        }
    }

    /// <summary>The numbers of the texts that are nearly the same as this one, in increasing order.</summary>
    public List<int> Find(ulong[] shingles)
    {
        var candidates = new SortedSet<int>();
        Span<ulong> keys = stackalloc ulong[Bands];
        foreach (var key in Keys(shingles, keys))
        {
            if (_buckets.TryGetValue(key, out var bucket))
            {
                candidates.UnionWith(bucket);
            }
        }

        return [.. candidates.Where(id => MinHash.Resemblance(_shingles[id], shingles) >= threshold)];
    }

    /// <summary>The buckets of a text; none where it has no shingles: it is like nothing.</summary>
    private static ReadOnlySpan<ulong> Keys(ulong[] shingles, Span<ulong> keys)
    {
        if (shingles.Length == 0)
        {
            return [];
        }

        Span<ulong> signature = stackalloc ulong[MinHash.Length];
        MinHash.Sign(shingles, signature);
        for (var band = 0; band < Bands; band++)
        {
            var key = (ulong)band;
            foreach (var number in signature.Slice(band * BandRows, BandRows))
            {
                key = StableHash.Mix(key ^ number) + number;
            }

            keys[band] = key;
        }

        return keys;
    }
}
