using Freehold.Inference.Formats;
using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>Grouped-query attention of a step's tokens over their own sequences: one call of the library a group.</summary>
internal sealed class TorchAttention(ModelConfig config, TorchKvStorage storage)
{
    private readonly DecoderTraits _traits = config.Decoder!;
    private readonly int _queriesPerKey = config.HeadCount / config.KvHeadCount;

    // What scaled_dot_product_attention leaves to be done: it multiplies by 1/sqrt(headSize) itself.
    private readonly float _extraScale = config.Decoder!.QueryScale * MathF.Sqrt(config.HeadSize);

    /// <param name="step">The step, whose keys and values are in the storage already.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="query">[tokens, heads, headSize]</param>
    /// <returns>[tokens, heads * headSize]</returns>
    public Tensor Run(TorchStep step, int layer, Tensor query)
    {
        var attended = Array.ConvertAll(step.Groups, group => Attend(group, layer, query));
        return attended.Length == 1 ? attended[0] : cat(attended, 0);
    }

    /// <summary>
    /// The queries that share a key head are laid out as more tokens of it, so that no key is copied for each of them:
    /// [sequences, kvHeads, queriesPerKey * tokens, headSize].
    /// </summary>
    private Tensor Attend(TorchGroup group, int layer, Tensor query)
    {
        var (sequences, tokens) = (group.Sequences, group.Tokens);
        var grouped = query.narrow(0, group.FirstToken, (long)sequences * tokens)
            .reshape(sequences, tokens, config.KvHeadCount, _queriesPerKey, config.HeadSize)
            .permute(0, 2, 3, 1, 4)
            .reshape(sequences, config.KvHeadCount, (long)_queriesPerKey * tokens, config.HeadSize);
        var keys = storage.Keys(layer, group.BlockTable, sequences).narrow(2, 0, group.KeyCount);
        var values = storage.Values(layer, group.BlockTable, sequences).narrow(2, 0, group.KeyCount);
        var mask = group.Mask(_traits.Layers[layer].WindowTokens);
        return (_traits.AttentionSoftCap == 0 ? Fused(grouped, keys, values, mask) : Capped(grouped, keys, values, mask))
            .reshape(sequences, config.KvHeadCount, _queriesPerKey, tokens, config.HeadSize)
            .permute(0, 3, 1, 2, 4)
            .reshape((long)sequences * tokens, config.QuerySize);
    }

    private Tensor Fused(Tensor query, Tensor keys, Tensor values, Tensor? mask) =>
        nn.functional.scaled_dot_product_attention(MathF.Abs(_extraScale - 1) < 1e-6f ? query : query * _extraScale, keys, values, mask);

    /// <summary>Scores with a soft-cap, which the library's own attention has no place for.</summary>
    private Tensor Capped(Tensor query, Tensor keys, Tensor values, Tensor? mask)
    {
        var scores = matmul(query * _traits.QueryScale, keys.transpose(2, 3)).to_type(ScalarType.Float32);
        scores = TorchDecoder.SoftCap(scores, _traits.AttentionSoftCap);
        return matmul((mask is null ? scores : scores + mask).softmax(-1).to_type(values.dtype), values);
    }
}
