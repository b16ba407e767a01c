using Freehold.Core.Features;

namespace Freehold.Core.Workloads;

/// <summary>
/// Tells from a few examples which workload a request is of, or that it is of none: the nearest centroid of the examples' n-grams
/// (Rocchio), weighted by how much an n-gram tells the workloads apart, with a distance at which 'unknown' is the better answer. Immutable
/// and thread-safe.
/// </summary>
/// <remarks>
/// The distance is calibrated by leaving each example out in turn: a request must be about as near as the examples are to
/// each other. A second test is the margin to the next workload. Both together are the confidence, so one number decides.
/// </remarks>
public sealed class WorkloadClassifier
{
    /// <summary>The least confidence at which a workload is named.</summary>
    public const double LeastConfidence = 0.5;

    /// <summary>Most workloads that are told apart; the first ones by name.</summary>
    public const int MaxWorkloads = 100;

    /// <summary>Most examples of a workload that count; of more the last ones.</summary>
    public const int MaxExamples = 200;

    /// <summary>Similarity that is expected of a workload with one example, and the least spread that is assumed of any.</summary>
    private const double AssumedSimilarity = 0.35, AssumedSpread = 0.12, LeastSpread = 0.05;

    /// <summary>
    /// A request is as likely of the workload as not where it is two standard deviations less near than the examples are to each other, but
    /// at least this near, as a part of their mean: few examples have a wide spread, and must not let everything in.
    /// </summary>
    private const double LeastOfMean = 0.4;

    /// <summary>Two texts of one language have so much in common whatever they are about.</summary>
    private const double LeastSimilarity = 0.08;

    /// <summary>How much better than the next one the best must be, in similarity, to be as likely as not the right one of two.</summary>
    private const double MarginScale = 0.05;

    private readonly string[] _workloads;
    private readonly BucketIndex _buckets;
    private readonly (double Mean, double Spread)[] _similarity;

    private WorkloadClassifier(string[] workloads, BucketIndex buckets, (double, double)[] similarity) =>
        (_workloads, _buckets, _similarity) = (workloads, buckets, similarity);

    /// <summary>Knows no workload.</summary>
    public static WorkloadClassifier Empty { get; } = Learn([]);

    /// <summary>How many workloads it tells apart.</summary>
    public int Count => _workloads.Length;

    /// <summary>Learns from examples; of no workload more than <see cref="MaxExamples"/>.</summary>
    public static WorkloadClassifier Learn(IEnumerable<WorkloadExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var groups = examples.Where(example => example.Features.Count > 0).GroupBy(example => example.Workload, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Take(MaxWorkloads)
            .Select(group => (Workload: group.Key, Examples: group.TakeLast(MaxExamples).Select(example => example.Features).ToArray())).ToArray();
        var rarity = RarityOf([.. groups.SelectMany(group => group.Examples)]);
        var postings = new Dictionary<int, List<(int, float)>>();
        var similarity = new (double, double)[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var vectors = groups[i].Examples.Select(features => SparseVector.Of(features, rarity)).ToArray();
            var sum = SparseVector.Sum(vectors);
            similarity[i] = SimilarityOf(vectors, sum);
            var length = SparseVector.LengthOf(sum);
            foreach (var (bucket, weight) in sum)
            {
                (postings.TryGetValue(bucket, out var list) ? list : postings[bucket] = []).Add((i, (float)(weight / length)));
            }
        }

        return new WorkloadClassifier([.. groups.Select(group => group.Workload)], new BucketIndex(rarity, postings), similarity);
    }

    /// <summary>What a request is taken for. Allocates nothing; time is linear in its n-grams.</summary>
    public WorkloadGuess Classify(RequestFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (_workloads.Length == 0 || features.Count == 0)
        {
            return WorkloadGuess.Unknown;
        }

        Span<double> scores = stackalloc double[_workloads.Length];
        Score(features, scores);
        var (best, next) = BestTwo(scores);
        var (mean, spread) = _similarity[best];
        var border = Math.Max(LeastSimilarity, Math.Max(mean - (2 * spread), LeastOfMean * mean));
        var isNear = 1 / (1 + Math.Exp(-2 * (scores[best] - border) / spread));
        var isClear = next < 0 ? 1 : 1 / (1 + Math.Exp((scores[next] - scores[best]) / MarginScale));
        var confidence = scores[best] > 0 ? isNear * isClear : 0;
        return new WorkloadGuess(confidence >= LeastConfidence ? _workloads[best] : null, confidence);
    }

    private void Score(RequestFeatures features, Span<double> scores)
    {
        var square = 0.0;
        foreach (var entry in features.Entries)
        {
            var bucket = RequestFeatures.BucketOf(entry);
            var postings = _buckets.Find(bucket, out var rarity);
            var weight = SparseVector.Weight(RequestFeatures.CountOf(entry), rarity);
            square += weight * weight;
            foreach (var (workload, share) in postings)
            {
                scores[workload] += weight * share;
            }
        }

        var length = Math.Sqrt(square);
        foreach (ref var score in scores)
        {
            score = length > 0 ? score / length : 0;
        }
    }

    private static (int Best, int Next) BestTwo(ReadOnlySpan<double> scores)
    {
        var (best, next) = (0, -1);
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
            {
                (best, next) = (i, best);
            }
            else if (next < 0 || scores[i] > scores[next])
            {
                next = i;
            }
        }

        return (best, next);
    }

    /// <summary>How near each example is to the others of its workload: mean and standard deviation of the cosine.</summary>
    private static (double Mean, double Spread) SimilarityOf(SparseVector[] vectors, Dictionary<int, double> sum)
    {
        if (vectors.Length < 2)
        {
            return (AssumedSimilarity, AssumedSpread);
        }

        var square = sum.Values.Sum(weight => weight * weight);
        var similarities = vectors.Select(vector => vector.SimilarityToOthers(sum, square)).ToArray();
        var mean = similarities.Average();
        var deviation = Math.Sqrt(similarities.Average(similarity => (similarity - mean) * (similarity - mean)));

        // Few examples say little about their spread: the assumed one counts as two of them.
        return (mean, Math.Max(LeastSpread, ((deviation * vectors.Length) + (AssumedSpread * 2)) / (vectors.Length + 2)));
    }

    /// <summary>
    /// What is in every example tells nothing: weight 0.1; what is in one of many, 1 (inverse document frequency, scaled).
    /// </summary>
    private static Dictionary<int, float> RarityOf(RequestFeatures[] examples)
    {
        var counts = new Dictionary<int, int>();
        foreach (var features in examples)
        {
            foreach (var entry in features.Entries)
            {
                var bucket = RequestFeatures.BucketOf(entry);
                counts[bucket] = counts.GetValueOrDefault(bucket) + 1;
            }
        }

        var most = Math.Log(examples.Length + 1);
        return counts.ToDictionary(
            pair => pair.Key, pair => examples.Length < 2 ? 1 : (float)Math.Max(0.1,
                Math.Log((examples.Length + 1.0) / pair.Value) / most));
    }
}
