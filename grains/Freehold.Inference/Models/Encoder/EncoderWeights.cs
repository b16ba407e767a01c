using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Encoder;

/// <summary>A LayerNorm.</summary>
/// <param name="Weight">[hidden]</param>
/// <param name="Bias">[hidden]</param>
internal sealed record NormWeights(float[] Weight, float[] Bias);

/// <summary>A linear product with its bias.</summary>
/// <param name="Matrix">[rows, columns]</param>
/// <param name="Bias">[rows]</param>
internal sealed record LinearWeights(WeightMatrix Matrix, float[] Bias);

/// <summary>Weights of one layer.</summary>
/// <param name="Query">[hidden, hidden]</param>
/// <param name="Key">[hidden, hidden]</param>
/// <param name="Value">[hidden, hidden]</param>
/// <param name="Output">[hidden, hidden]</param>
/// <param name="AttentionNorm">After attention.</param>
/// <param name="Up">[feedForward, hidden]</param>
/// <param name="Down">[hidden, feedForward]</param>
/// <param name="OutputNorm">After the feed-forward layer.</param>
internal sealed record EncoderLayer(
    LinearWeights Query, LinearWeights Key, LinearWeights Value, LinearWeights Output, NormWeights AttentionNorm,
    LinearWeights Up, LinearWeights Down, NormWeights OutputNorm);

/// <summary>Weights of an encoder.</summary>
/// <param name="Config">Sizes.</param>
/// <param name="Tokens">[vocabulary, hidden]</param>
/// <param name="Positions">[context, hidden]</param>
/// <param name="TokenType">[hidden], that of the first segment</param>
/// <param name="EmbeddingNorm">After the three are added.</param>
/// <param name="Layers">One a layer.</param>
internal sealed record EncoderWeights(
    ModelConfig Config, WeightMatrix Tokens, WeightMatrix Positions, float[] TokenType, NormWeights EmbeddingNorm, EncoderLayer[] Layers)
{
    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of the family's.</exception>
    public static EncoderWeights Load(ModelFile file)
    {
        var loader = new WeightLoader(file);
        var config = file.Config;
        var traits = config.Encoder ?? throw new ArgumentException($"Model '{file.Path}' is no encoder.", nameof(file));
        var tokens = loader.Matrix("token_embd.weight", config.VocabularySize, config.HiddenSize);
        var positions = loader.Matrix("position_embd.weight", config.ContextLength, config.HiddenSize);
        var type = new float[config.HiddenSize];
        loader.Matrix("token_types.weight", traits.TokenTypes, config.HiddenSize).DecodeRow(0, type);
        var norm = Norm(loader, "token_embd_norm", config);
        var layers = new List<EncoderLayer>();
        for (var i = 0; i < config.LayerCount; i++)
            layers.Add(LoadLayer(loader, config, $"blk.{i}."));
        loader.RefuseUnused();
        return new EncoderWeights(config, tokens, positions, type, norm, [.. layers]);
    }

    private static EncoderLayer LoadLayer(WeightLoader loader, ModelConfig config, string prefix)
    {
        var (hidden, wide) = (config.HiddenSize, config.FeedForwardSize);
        return new EncoderLayer(
            Linear(loader, prefix + "attn_q", config.QuerySize, hidden),
            Linear(loader, prefix + "attn_k", config.KvSize, hidden),
            Linear(loader, prefix + "attn_v", config.KvSize, hidden),
            Linear(loader, prefix + "attn_output", hidden, config.QuerySize),
            Norm(loader, prefix + "attn_output_norm", config),
            Linear(loader, prefix + "ffn_up", wide, hidden),
            Linear(loader, prefix + "ffn_down", hidden, wide),
            Norm(loader, prefix + "layer_output_norm", config));
    }

    private static LinearWeights Linear(WeightLoader loader, string name, int rows, int columns) =>
        new(loader.Matrix(name + ".weight", rows, columns), loader.Vector(name + ".bias", rows));

    private static NormWeights Norm(WeightLoader loader, string name, ModelConfig config) =>
        new(loader.Vector(name + ".weight", config.HiddenSize), loader.Vector(name + ".bias", config.HiddenSize));
}
