using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Adapters;

/// <summary>A LoRA adapter bound to a model: what it adds to each of the model's linear products. Immutable; many requests share one.</summary>
public sealed class LoraAdapter
{
    private readonly DecoderWeights _model;
    private readonly LoraPair?[] _pairs;

    /// <param name="model">The model that it is bound to.</param>
    /// <param name="digest">See <see cref="Digest"/>.</param>
    /// <param name="pairs">[LinearCount] by <see cref="LinearLayer.Index"/>; null for a product that it leaves as it is.</param>
    internal LoraAdapter(DecoderWeights model, string digest, LoraPair?[] pairs)
    {
        _model = model;
        Digest = digest;
        _pairs = pairs;
        Rank = pairs.Max(pair => pair?.Rank ?? 0);
        Bytes = pairs.Sum(pair => pair?.Bytes ?? 0);
    }

    /// <summary>
    /// SHA-256, in lower-case hex, of the digests of adapter_model.safetensors and adapter_config.json one after the other: the second holds
    /// the scale, without which the first is another adapter.
    /// </summary>
    public string Digest { get; }

    /// <summary>Highest rank of its pairs.</summary>
    public int Rank { get; }

    /// <summary>Memory that it takes.</summary>
    public long Bytes { get; }

    internal bool IsFor(DecoderWeights model) => ReferenceEquals(model, _model);

    internal LoraPair? Find(LinearLayer linear) => _pairs[linear.Index];
}
