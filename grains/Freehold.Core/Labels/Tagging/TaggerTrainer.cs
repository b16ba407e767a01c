using System.Numerics;
using Freehold.Core.Labels.Generation;

namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// Learns weights from labelled texts: the structured perceptron of Collins (2002), averaged over all steps, decoded with a margin for
/// every wrong state (Taskar et al. 2003), in one pass. The same texts in the same order give the same weights.
/// </summary>
internal sealed class TaggerTrainer(Lexicon lexicon)
{
    private const float Margin = 3;

    /// <summary>One weight in a thousand may be cut to what 8 bits hold, so that the others keep their precision.</summary>
    private const double KeptShare = 0.9995;

    private readonly TaggerScratch _scratch = new();
    private readonly float[] _rows = new float[FeatureTable.Buckets * TaggerWeights.Lanes];
    private readonly float[] _rowSums = new float[FeatureTable.Buckets * TaggerWeights.Lanes];
    private readonly float[] _steps = new float[Viterbi.TransitionCount], _stepSums = new float[Viterbi.TransitionCount];
    private int[] _buckets = [];
    private byte[] _gold = [];
    private long _seen = 1;

    /// <summary>Learns from one text; returns how many of its tokens were decided wrongly.</summary>
    public int Learn(LabelledText text)
    {
        var wrong = 0;
        for (var position = 0; _scratch.Read(text.Text, ref position, lexicon) is > 0 and var count;)
        {
            ReadGold(text.Spans, count);
            Score(text.Text, count);
            var tags = _scratch.Tags.AsSpan(0, count);
            _scratch.Decoder.Decode(_scratch.Emissions, _steps, tags);
            wrong += Update(tags);
            _seen++;
        }

        return wrong;
    }

    /// <summary>The average of the weights so far, in 8 bits.</summary>
    public TaggerWeights Finish()
    {
        for (var i = 0; i < _rows.Length; i++) _rowSums[i] = _rows[i] - (_rowSums[i] / _seen);
        for (var i = 0; i < _steps.Length; i++) _stepSums[i] = _steps[i] - (_stepSums[i] / _seen);
        var sizes = _rowSums.Where(weight => weight != 0).Select(Math.Abs).Order().ToArray();
        var scale = sizes.Length == 0 ? 1 : sbyte.MaxValue / sizes[(int)((sizes.Length - 1) * KeptShare)];
        return new TaggerWeights(
            Array.ConvertAll(_rowSums, weight => (sbyte)Math.Clamp(MathF.Round(weight * scale), -sbyte.MaxValue, sbyte.MaxValue)),
            Array.ConvertAll(_stepSums, weight => Math.Clamp(MathF.Round(weight * scale), -short.MaxValue, short.MaxValue)));
    }

    private void ReadGold(IReadOnlyList<LabelledSpan> spans, int count)
    {
        if (_gold.Length < count) (_gold, _buckets) = (new byte[count], new int[count * FeatureTable.Count]);
        Array.Clear(_gold, 0, count);
        var tokens = _scratch.Tokens.AsSpan(TaggerScratch.Padding, count);
        foreach (var span in spans)
        {
            var kind = TagSet.Find(span.Kind, span.IsWhole);
            if (kind == 0) continue;
            var tag = TagSet.Begin(kind);
            for (var i = 0; i < count; i++)
            {
                if (tokens[i].Start < span.Start || tokens[i].Start >= span.Start + span.Length) continue;
                _gold[i] = (byte)tag;
                tag = TagSet.Inside(kind);
            }
        }
    }

    private void Score(string text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var buckets = _buckets.AsSpan(i * FeatureTable.Count, FeatureTable.Count);
            FeatureTable.Extract(text, _scratch.Tokens, i + TaggerScratch.Padding, buckets);
            var scores = _scratch.Emissions.AsSpan(i * TaggerWeights.Lanes, TaggerWeights.Lanes);
            scores.Fill(Margin);
            scores[_gold[i]] = 0;
            foreach (var bucket in buckets) Add(scores, _rows.AsSpan(bucket * TaggerWeights.Lanes, TaggerWeights.Lanes));
        }
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> row)
    {
        for (var lane = 0; lane < TaggerWeights.Lanes; lane += Vector<float>.Count)
            (new Vector<float>(sum[lane..]) + new Vector<float>(row[lane..])).CopyTo(sum[lane..]);
    }

    private int Update(ReadOnlySpan<byte> tags)
    {
        var wrong = 0;
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i] != _gold[i])
            {
                wrong++;
                foreach (var bucket in _buckets.AsSpan(i * FeatureTable.Count, FeatureTable.Count))
                {
                    Change(_rows, _rowSums, (bucket * TaggerWeights.Lanes) + _gold[i], 1);
                    Change(_rows, _rowSums, (bucket * TaggerWeights.Lanes) + tags[i], -1);
                }
            }

            int goldBefore = i == 0 ? 0 : _gold[i - 1], tagBefore = i == 0 ? 0 : tags[i - 1];
            if (tags[i] == _gold[i] && tagBefore == goldBefore) continue;
            Change(_steps, _stepSums, Viterbi.Transition(goldBefore, _gold[i]), 1);
            Change(_steps, _stepSums, Viterbi.Transition(tagBefore, tags[i]), -1);
        }

        return wrong;
    }

    // The average without adding up all weights in each step (Daumé 2006, figure 2.3).
    private void Change(float[] weights, float[] sums, int index, float by)
    {
        weights[index] += by;
        sums[index] += by * _seen;
    }
}
