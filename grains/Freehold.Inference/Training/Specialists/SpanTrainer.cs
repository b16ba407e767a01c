using Freehold.Inference.Sampling;
using Freehold.Inference.Specialists.Extraction;

namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// Learns a tagger's weights: the structured perceptron of Collins (2002), averaged over all steps, decoded with a margin for each wrong
/// state (Taskar et al. 2003). The same examples in the same order make the same weights.
/// </summary>
internal sealed class SpanTrainer
{
    private const float Margin = 3;

    /// <summary>One weight in two thousand may be cut to what 8 bits hold, so that the others keep their precision.</summary>
    private const double KeptShare = 0.9995;

    private readonly SpanTags _tags;
    private readonly int _bucketBits;
    private readonly float[] _rows, _rowSums; // [buckets, states]
    private readonly float[] _steps, _stepSums; // [StepCount]
    private readonly SpanDecoder _decoder = new();
    private int[] _buckets = []; // [tokens, features]
    private int[] _best = []; // [tokens]
    private float[] _emissions = []; // [tokens, states]
    private long _seen = 1;

    public SpanTrainer(SpanTags tags, int bucketBits)
    {
        (_tags, _bucketBits) = (tags, bucketBits);
        (_rows, _rowSums) = (new float[tags.Count << bucketBits], new float[tags.Count << bucketBits]);
        (_steps, _stepSums) = (new float[tags.StepCount], new float[tags.StepCount]);
    }

    public static SpanWeights Train(
        SpanTags tags, int bucketBits, IReadOnlyList<ExtractionExample> examples, int epochs, ulong seed, TrainingPause pause)
    {
        var (trainer, random) = (new SpanTrainer(tags, bucketBits), new SplitMix64(seed));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var chance = examples.Select(_ => random.NextDouble()).ToArray();
            foreach (var example in Enumerable.Range(0, examples.Count).OrderBy(example => chance[example]))
            {
                pause.Check();
                trainer.Learn(examples[example]);
                pause.Meter.Count();
            }
        }

        return trainer.Finish();
    }

    private void Learn(ExtractionExample example)
    {
        if (example.Tags is not { Length: > 0 } gold)
            return;
        Score(example, gold);
        var best = _best.AsSpan(0, gold.Length);
        _decoder.Decode(_tags, _emissions.AsSpan(0, gold.Length * _tags.Count), _steps, best);
        for (var i = 0; i < gold.Length; i++)
        {
            if (best[i] != gold[i])
            {
                foreach (var bucket in _buckets.AsSpan(i * TokenFeatures.Count, TokenFeatures.Count))
                {
                    Change(_rows, _rowSums, (bucket * _tags.Count) + gold[i], 1);
                    Change(_rows, _rowSums, (bucket * _tags.Count) + best[i], -1);
                }
            }

            int goldBefore = i == 0 ? 0 : gold[i - 1], bestBefore = i == 0 ? 0 : best[i - 1];
            if (best[i] == gold[i] && bestBefore == goldBefore)
                continue;
            Change(_steps, _stepSums, _tags.Step(goldBefore, gold[i]), 1);
            Change(_steps, _stepSums, _tags.Step(bestBefore, best[i]), -1);
        }

        _seen++;
    }

    private void Score(ExtractionExample example, int[] gold)
    {
        if (_best.Length < gold.Length)
        {
            (_best, _buckets) = (new int[gold.Length], new int[gold.Length * TokenFeatures.Count]);
            _emissions = new float[gold.Length * _tags.Count];
        }

        for (var i = 0; i < gold.Length; i++)
        {
            var buckets = _buckets.AsSpan(i * TokenFeatures.Count, TokenFeatures.Count);
            TokenFeatures.Extract(example.Text, example.Tokens, i, buckets, _bucketBits);
            var scores = _emissions.AsSpan(i * _tags.Count, _tags.Count);
            scores.Fill(Margin);
            scores[gold[i]] = 0;
            foreach (var bucket in buckets)
            {
                var row = _rows.AsSpan(bucket * _tags.Count, _tags.Count);
                for (var state = 0; state < row.Length; state++)
                    scores[state] += row[state];
            }
        }
    }

    private SpanWeights Finish()
    {
        for (var i = 0; i < _rows.Length; i++)
            _rowSums[i] = _rows[i] - (_rowSums[i] / _seen);
        for (var i = 0; i < _steps.Length; i++)
            _stepSums[i] = _steps[i] - (_stepSums[i] / _seen);
        var sizes = _rowSums.Where(weight => weight != 0).Select(Math.Abs).Order().ToArray();
        var scale = sizes.Length == 0 ? 1 : sbyte.MaxValue / sizes[(int)((sizes.Length - 1) * KeptShare)];
        return new SpanWeights(
            _tags, _bucketBits,
            Array.ConvertAll(_rowSums, weight => (sbyte)Math.Clamp(MathF.Round(weight * scale), -sbyte.MaxValue, sbyte.MaxValue)),
            Array.ConvertAll(_stepSums, weight => weight * scale));
    }

    // The average without adding up all weights in each step (Daumé 2006, figure 2.3).
    private void Change(float[] weights, float[] sums, int index, float by)
    {
        weights[index] += by;
        sums[index] += by * _seen;
    }
}
