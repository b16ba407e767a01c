using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Encoder;

/// <summary>Runs an encoder over several texts at once; no padding, since the texts lie one behind the other.</summary>
internal sealed class EncoderModel : TextEmbedder
{
    private readonly EncoderWeights _weights;
    private readonly EncoderScratch _scratch;
    private readonly EncoderAttention _attention;
    private readonly MatMul _matMul;

    public EncoderModel(EncoderWeights weights, WorkerTeam team)
        : base(weights.Config, weights.Config.ContextLength)
    {
        _weights = weights;
        _scratch = new EncoderScratch(Config, MaxStepTokens);
        _attention = new EncoderAttention(Config, team, _scratch);
        _matMul = new MatMul(team);
    }

    public override int MaxStepTokens => MaxTextTokens;

    public override void Embed(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, Span<float> vectors)
    {
        var longest = Begin(tokens, lengths);
        var s = _scratch;
        foreach (var layer in _weights.Layers)
        {
            _matMul.Run(s.Hidden, tokens.Length, layer.Query.Matrix, s.Query, layer.Key.Matrix, s.Key, layer.Value.Matrix, s.Value);
            AddBias(tokens.Length, layer.Query, s.Query);
            AddBias(tokens.Length, layer.Key, s.Key);
            AddBias(tokens.Length, layer.Value, s.Value);
            _attention.Run(tokens.Length, longest);
            Project(tokens.Length, s.Attended, layer.Output, s.Delta);
            AddAndNormalise(tokens.Length, layer.AttentionNorm);

            Project(tokens.Length, s.Hidden, layer.Up, s.Wide);
            for (var t = 0; t < tokens.Length; t++)
                GeluErf.Apply(Row(s.Wide, t, Config.FeedForwardSize));
            Project(tokens.Length, s.Wide, layer.Down, s.Delta);
            AddAndNormalise(tokens.Length, layer.OutputNorm);
        }

        Pool(lengths, vectors);
    }

    private int Begin(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths)
    {
        var (start, longest) = (0, 0);
        foreach (var length in lengths)
        {
            for (var position = 0; position < length; position++)
            {
                var hidden = Row(_scratch.Hidden, start + position, Config.HiddenSize);
                var other = Row(_scratch.Delta, start + position, Config.HiddenSize);
                _weights.Tokens.DecodeRow(tokens[start + position], hidden);
                _weights.Positions.DecodeRow(position, other);
                Elementwise.Add(hidden, other);
                Elementwise.Add(hidden, _weights.TokenType);
                LayerNorm.Apply(hidden, _weights.EmbeddingNorm.Weight, _weights.EmbeddingNorm.Bias, Config.NormEpsilon);
                _scratch.Starts[start + position] = start;
                _scratch.Ends[start + position] = start + length;
            }

            start += length;
            longest = Math.Max(longest, length);
        }

        return longest;
    }

    private void Project(int tokens, float[] input, LinearWeights linear, float[] output)
    {
        _matMul.Run(input, tokens, linear.Matrix, output);
        AddBias(tokens, linear, output);
    }

    private static void AddBias(int tokens, LinearWeights linear, float[] output)
    {
        for (var t = 0; t < tokens; t++)
            Elementwise.Add(Row(output, t, linear.Bias.Length), linear.Bias);
    }

    private void AddAndNormalise(int tokens, NormWeights norm)
    {
        for (var t = 0; t < tokens; t++)
        {
            var hidden = Row(_scratch.Hidden, t, Config.HiddenSize);
            Elementwise.Add(hidden, Row(_scratch.Delta, t, Config.HiddenSize));
            LayerNorm.Apply(hidden, norm.Weight, norm.Bias, Config.NormEpsilon);
        }
    }

    private void Pool(ReadOnlySpan<int> lengths, Span<float> vectors)
    {
        vectors.Clear();
        var start = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            Pooling.Add(
                Config.Pooling ?? EmbeddingPooling.Mean,
                _scratch.Hidden.AsSpan(start * Config.HiddenSize, lengths[i] * Config.HiddenSize), 0, lengths[i],
                vectors.Slice(i * Config.HiddenSize, Config.HiddenSize));
            start += lengths[i];
        }
    }

    private static Span<float> Row(float[] rows, int index, int width) => rows.AsSpan(index * width, width);
}
