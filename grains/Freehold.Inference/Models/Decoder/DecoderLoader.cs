using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models.Decoder;

/// <summary>Gathers a decoder's tensors, by GGUF name, as its traits ask for them.</summary>
internal sealed class DecoderLoader(ModelFile file, int contextTokens)
{
    private const string OutputName = "output.weight";

    private readonly WeightLoader _loader = new(file);
    private readonly ModelConfig _config = file.Config;
    private readonly DecoderTraits _traits = file.Config.Decoder
        ?? throw new ArgumentException($"Model '{file.Path}' is no decoder.", nameof(file));

    private int _linears;

    public DecoderWeights Load()
    {
        var embedding = _loader.Matrix("token_embd.weight", _config.VocabularySize, _config.HiddenSize);
        var ropes = _traits.Layers.Select(layer => layer.Rope).Distinct().ToArray();
        var layers = new List<DecoderLayer>();
        for (var i = 0; i < _config.LayerCount; i++)
            layers.Add(LoadLayer(i, Array.IndexOf(ropes, _traits.Layers[i].Rope)));

        var norm = Norm("output_norm", _config.HiddenSize);
        var output = _config.TiedOutput && !_loader.Contains(OutputName)
            ? embedding
            : _loader.Matrix(OutputName, _config.VocabularySize, _config.HiddenSize);
        var frequencies = ropes.Select(rope => RotaryFrequencies.Load(rope, _loader, contextTokens)).ToArray();
        _loader.RefuseUnused();
        return new DecoderWeights(_config, embedding, [.. layers], norm, output, frequencies);
    }

    private DecoderLayer LoadLayer(int index, int rope)
    {
        var prefix = $"blk.{index}.";
        var (hidden, head) = (_config.HiddenSize, _config.HeadSize);
        var norm = Norm(prefix + "attn_norm", hidden);
        var (query, key, value) = LoadQkv(prefix);
        var output = Linear(prefix + "attn_output", hidden, _config.QuerySize);
        var (gate, up) = LoadGateUp(prefix);
        return new DecoderLayer
        {
            Traits = _traits.Layers[index],
            Rope = rope,
            AttentionNorm = norm,
            Query = query,
            Key = key,
            Value = value,
            QueryNorm = _traits.QueryKeyNorm ? Norm(prefix + "attn_q_norm", head) : null,
            KeyNorm = _traits.QueryKeyNorm ? Norm(prefix + "attn_k_norm", head) : null,
            Output = output,
            AttentionPostNorm = _traits.PostNorms ? Norm(prefix + "post_attention_norm", hidden) : null,
            FeedForwardNorm = Norm(prefix + "ffn_norm", hidden),
            Gate = gate,
            Up = up,
            Down = Linear(prefix + "ffn_down", hidden, _config.FeedForwardSize),
            FeedForwardPostNorm = _traits.PostNorms ? Norm(prefix + "post_ffw_norm", hidden) : null,
        };
    }

    private (LinearLayer Query, LinearLayer Key, LinearLayer Value) LoadQkv(string prefix)
    {
        var (hidden, query, kv) = (_config.HiddenSize, _config.QuerySize, _config.KvSize);
        if (!_traits.FusedQkv)
        {
            return (
                Linear(prefix + "attn_q", query, hidden, _traits.QkvBias), Linear(prefix + "attn_k", kv, hidden, _traits.QkvBias),
                Linear(prefix + "attn_v", kv, hidden, _traits.QkvBias));
        }

        var fused = _loader.Matrix(prefix + "attn_qkv.weight", query + 2 * kv, hidden);
        return (
            Part(prefix + "attn_qkv", fused, 0, query), Part(prefix + "attn_qkv", fused, query, kv),
            Part(prefix + "attn_qkv", fused, query + kv, kv));
    }

    private (LinearLayer Gate, LinearLayer Up) LoadGateUp(string prefix)
    {
        var (hidden, wide) = (_config.HiddenSize, _config.FeedForwardSize);
        if (!_traits.FusedGateUp)
            return (Linear(prefix + "ffn_gate", wide, hidden), Linear(prefix + "ffn_up", wide, hidden));

        var fused = _loader.Matrix(prefix + "ffn_up.weight", 2 * wide, hidden);
        return (Part(prefix + "ffn_up", fused, 0, wide), Part(prefix + "ffn_up", fused, wide, wide));
    }

    private LinearLayer Linear(string name, int rows, int columns, bool bias = false) => new(
        name, 0, _linears++, _loader.Matrix(name + ".weight", rows, columns), bias ? _loader.Vector(name + ".bias", rows) : null);

    private LinearLayer Part(string name, WeightMatrix fused, int firstRow, int rows) =>
        new(name, firstRow, _linears++, fused.RowRange(firstRow, rows), null);

    private float[] Norm(string name, int size)
    {
        var weights = _loader.Vector(name + ".weight", size);
        if (_traits.NormOffset != 0)
        {
            for (var i = 0; i < weights.Length; i++)
                weights[i] += _traits.NormOffset;
        }

        return weights;
    }
}
