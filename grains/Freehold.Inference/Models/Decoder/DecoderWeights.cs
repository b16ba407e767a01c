using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>Weights of a decoder, by role. Nothing here says how they are run: every engine loads the same.</summary>
/// <param name="Config">Sizes, and the traits.</param>
/// <param name="Embedding">[vocabulary, hidden]</param>
/// <param name="Layers">One a layer.</param>
/// <param name="OutputNorm">[hidden]</param>
/// <param name="Output">[vocabulary, hidden]; the embedding itself where the two are tied</param>
/// <param name="Ropes">The different rotary embeddings that layers use.</param>
internal sealed record DecoderWeights(
    ModelConfig Config, WeightMatrix Embedding, DecoderLayer[] Layers, float[] OutputNorm, WeightMatrix Output, RotaryFrequencies[] Ropes)
{
    /// <summary>What the decoder computes.</summary>
    public DecoderTraits Traits => Config.Decoder!;

    /// <summary>Products that adapters can address, over all layers.</summary>
    public int LinearCount => Layers.Length * DecoderLayer.LinearCount;

    /// <summary>Every product that adapters can address; <see cref="LinearLayer.Index"/> is the place in this order.</summary>
    public IEnumerable<LinearLayer> Linears => Layers.SelectMany(
        layer => (LinearLayer[])[layer.Query, layer.Key, layer.Value, layer.Output, layer.Gate, layer.Up, layer.Down]);

    /// <param name="file">The model.</param>
    /// <param name="contextTokens">Longest context that will be run.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of the family's.</exception>
    public static DecoderWeights Load(ModelFile file, int contextTokens) => new DecoderLoader(file, contextTokens).Load();
}
