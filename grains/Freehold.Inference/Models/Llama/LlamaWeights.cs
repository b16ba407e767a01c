using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Llama;

/// <summary>Weights of one layer.</summary>
/// <param name="AttentionNorm">[hidden]</param>
/// <param name="Query">[heads * headSize, hidden]</param>
/// <param name="Key">[kvHeads * headSize, hidden]</param>
/// <param name="Value">[kvHeads * headSize, hidden]</param>
/// <param name="Output">[hidden, heads * headSize]</param>
/// <param name="FeedForwardNorm">[hidden]</param>
/// <param name="Gate">[feedForward, hidden]</param>
/// <param name="Up">[feedForward, hidden]</param>
/// <param name="Down">[hidden, feedForward]</param>
internal sealed record LlamaLayer(
    float[] AttentionNorm, WeightMatrix Query, WeightMatrix Key, WeightMatrix Value, WeightMatrix Output,
    float[] FeedForwardNorm, WeightMatrix Gate, WeightMatrix Up, WeightMatrix Down);

/// <summary>Weights of a Llama.</summary>
/// <param name="Config">Sizes.</param>
/// <param name="Embedding">[vocabulary, hidden]</param>
/// <param name="Layers">One a layer.</param>
/// <param name="OutputNorm">[hidden]</param>
/// <param name="Output">[vocabulary, hidden]; the embedding itself where the two are tied</param>
internal sealed record LlamaWeights(
    ModelConfig Config, WeightMatrix Embedding, LlamaLayer[] Layers, float[] OutputNorm, WeightMatrix Output)
{
    private const string OutputName = "output.weight";

    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of Llama's.</exception>
    public static LlamaWeights Load(ModelFile file)
    {
        var loader = new WeightLoader(file);
        var config = file.Config;
        var embedding = loader.Matrix("token_embd.weight", config.VocabularySize, config.HiddenSize);
        var layers = new List<LlamaLayer>();
        for (var i = 0; i < config.LayerCount; i++)
            layers.Add(LoadLayer(loader, config, $"blk.{i}."));

        var norm = loader.Vector("output_norm.weight", config.HiddenSize);
        var output = config.TiedOutput && !loader.Contains(OutputName)
            ? embedding
            : loader.Matrix(OutputName, config.VocabularySize, config.HiddenSize);
        loader.RefuseUnused();
        return new LlamaWeights(config, embedding, [.. layers], norm, output);
    }

    private static LlamaLayer LoadLayer(WeightLoader loader, ModelConfig config, string prefix)
    {
        var (hidden, wide) = (config.HiddenSize, config.FeedForwardSize);
        return new LlamaLayer(
            loader.Vector(prefix + "attn_norm.weight", hidden),
            loader.Matrix(prefix + "attn_q.weight", config.QuerySize, hidden),
            loader.Matrix(prefix + "attn_k.weight", config.KvSize, hidden),
            loader.Matrix(prefix + "attn_v.weight", config.KvSize, hidden),
            loader.Matrix(prefix + "attn_output.weight", hidden, config.QuerySize),
            loader.Vector(prefix + "ffn_norm.weight", hidden),
            loader.Matrix(prefix + "ffn_gate.weight", wide, hidden),
            loader.Matrix(prefix + "ffn_up.weight", wide, hidden),
            loader.Matrix(prefix + "ffn_down.weight", hidden, wide));
    }
}
