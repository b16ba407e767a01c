namespace Freehold.Inference.Specialists.Extraction;

/// <summary>A tagger's weights: 8 bits for each bucket and state, and a table of steps. Immutable; shared by all threads.</summary>
internal sealed class SpanWeights
{
    /// <summary>Bounds of the number of buckets, as logarithms.</summary>
    public const int MinBucketBits = 8, MaxBucketBits = 16;

    private readonly sbyte[] _rows; // [buckets, states]
    private readonly float[] _steps; // [StepCount]

    /// <exception cref="ArgumentException">The lengths do not agree, or a number is not finite.</exception>
    public SpanWeights(SpanTags tags, int bucketBits, sbyte[] rows, float[] steps)
    {
        if (bucketBits is < MinBucketBits or > MaxBucketBits
            || rows.LongLength != (long)tags.Count << bucketBits || steps.Length != tags.StepCount)
            throw new ArgumentException(
                $"{rows.Length} weights and {steps.Length} steps are not those of {tags.Fields} fields and 2^{bucketBits} buckets");
        if (!Array.TrueForAll(steps, float.IsFinite))
            throw new ArgumentException("a step's weight is not a finite number");
        (Tags, BucketBits, _rows, _steps) = (tags, bucketBits, rows, steps);
    }

    public SpanTags Tags { get; }

    public int BucketBits { get; }

    public ReadOnlySpan<sbyte> Rows => _rows;

    public ReadOnlySpan<float> Steps => _steps;

    /// <summary>Adds up the rows of a token's buckets.</summary>
    /// <param name="buckets">[features]</param>
    /// <param name="scores">[states], overwritten.</param>
    public void Score(ReadOnlySpan<int> buckets, Span<float> scores)
    {
        scores.Clear();
        foreach (var bucket in buckets)
        {
            var row = _rows.AsSpan(bucket * Tags.Count, Tags.Count);
            for (var state = 0; state < row.Length; state++)
                scores[state] += row[state];
        }
    }
}
