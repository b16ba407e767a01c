using System.Runtime.InteropServices;
using Freehold.Inference.Adapters;
using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>
/// Runs any decoder that <see cref="DecoderTraits"/> describes, on libtorch, from the weights that the managed decoder runs. Angles of
/// rotary embeddings, norms, attention scores' soft-caps and logits are 32-bit whatever the weights are.
/// </summary>
internal sealed class TorchDecoder : LanguageModel
{
    private readonly DecoderWeights _weights;
    private readonly DecoderTraits _traits;
    private readonly TorchPlace _place;
    private readonly int _threads;
    private readonly TorchLayer[] _layers;
    private readonly Tensor _embedding;
    private readonly TorchNorm _outputNorm;
    private readonly Tensor _output;
    private readonly TorchKvStorage _storage;
    private readonly TorchAttention _attention;
    private readonly TorchAdapters _adapters;
    private readonly LoraBinder _binder;
    private readonly Rope[] _ropes;

    /// <param name="weights">Read from the model's file, and copied.</param>
    /// <param name="runtime">Sizes of batches and of the cache.</param>
    /// <param name="place">Where to compute, and in which numbers.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="threads">Threads that libtorch uses where it computes on the processors.</param>
    public TorchDecoder(DecoderWeights weights, ModelRuntime runtime, TorchPlace place, string file, int threads)
        : base(weights.Config)
    {
        using var gradients = no_grad();
        (_weights, _traits, _place, _threads) = (weights, weights.Traits, place, threads);
        _ropes = [.. weights.Ropes.Select(frequencies => new Rope(frequencies, Config.HeadSize))];
        _embedding = place.Upload(weights.Embedding);
        _layers = Array.ConvertAll(weights.Layers, layer => new TorchLayer(place, layer, Config.NormEpsilon));
        _outputNorm = new TorchNorm(place, weights.OutputNorm, Config.NormEpsilon);
        _output = ReferenceEquals(weights.Output, weights.Embedding) ? _embedding : place.Upload(weights.Output);
        _storage = new TorchKvStorage(Config, runtime.MaxKvBlocks, place);
        _attention = new TorchAttention(Config, _storage);
        _adapters = new TorchAdapters(place);
        _binder = new LoraBinder(weights, ModelFamilies.Require(file, Config.Family, "configuration"));
    }

    public override void Forward(ForwardBatch batch)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();

        // libtorch's number of threads belongs to the thread that calls it, and each model has its own.
        if (get_num_threads() != _threads)
            set_num_threads(_threads);
        _storage.Prepare(batch);
        var step = new TorchStep(batch, Config, _ropes, _adapters, _place);
        var residual = _embedding.index_select(0, step.Tokens);
        if (_traits.EmbeddingScale != 1f)
            residual *= _traits.EmbeddingScale;
        for (var i = 0; i < _layers.Length; i++)
        {
            residual += Attend(step, _layers[i], i, residual);
            residual += FeedForward(step, _layers[i], residual);
        }

        if (step.LogitTokens is { } tokens)
            WriteLogits(batch, residual.index_select(0, tokens));
    }

    public override LoraAdapter BindAdapter(PeftFolder folder, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        var adapter = _binder.Bind(folder, cancellationToken);
        _adapters.Add(adapter, _weights.Linears);
        return adapter;
    }

    public override void Dispose()
    {
        _embedding.Dispose();
        _outputNorm.Dispose();
        _output.Dispose();
        _storage.Dispose();
        foreach (var layer in _layers)
            layer.Dispose();
        base.Dispose();
    }

    /// <param name="step">The step.</param>
    /// <param name="layer">Weights.</param>
    /// <param name="index">Number of the layer.</param>
    /// <param name="residual">[tokens, hidden]</param>
    /// <returns>[tokens, hidden]</returns>
    private Tensor Attend(TorchStep step, TorchLayer layer, int index, Tensor residual)
    {
        var parts = layer.QueryKeyValue.Run(step, layer.AttentionNorm.Run(residual));
        var query = parts[0].reshape(-1, Config.HeadCount, Config.HeadSize);
        var key = parts[1].reshape(-1, Config.KvHeadCount, Config.HeadSize);
        var value = parts[2].reshape(-1, Config.KvHeadCount, Config.HeadSize);
        var rotation = step.Rotations[layer.Description.Rope];
        query = rotation.Apply(layer.QueryNorm?.Run(query) ?? query);
        key = rotation.Apply(layer.KeyNorm?.Run(key) ?? key);
        _storage.Write(index, step.Slots, key, value);
        var delta = layer.Output.Run(step, _attention.Run(step, index, query))[0];
        return layer.AttentionPostNorm?.Run(delta) ?? delta;
    }

    /// <param name="step">The step.</param>
    /// <param name="layer">Weights.</param>
    /// <param name="residual">[tokens, hidden]</param>
    /// <returns>[tokens, hidden]</returns>
    private Tensor FeedForward(TorchStep step, TorchLayer layer, Tensor residual)
    {
        var parts = layer.GateUp.Run(step, layer.FeedForwardNorm.Run(residual));
        var gate = _traits.Activation == GateActivation.Silu ? nn.functional.silu(parts[0]) : GeluTanh(parts[0]);
        var delta = layer.Down.Run(step, gate * parts[1])[0];
        return layer.FeedForwardPostNorm?.Run(delta) ?? delta;
    }

    /// <param name="batch">Takes the logits.</param>
    /// <param name="residual">[logits, hidden]</param>
    private void WriteLogits(ForwardBatch batch, Tensor residual)
    {
        var logits = nn.functional.linear(_outputNorm.Run(residual), _output).to_type(ScalarType.Float32);
        if (_traits.LogitSoftCap != 0)
            logits = SoftCap(logits, _traits.LogitSoftCap);
        batch.EnsureLogitBuffer();
        MemoryMarshal.Cast<byte, float>(logits.cpu().contiguous().bytes).CopyTo(batch.LogitBuffer);
    }

    /// <summary>cap * tanh(x / cap).</summary>
    internal static Tensor SoftCap(Tensor x, float cap) => x.div(cap).tanh().mul(cap);

    /// <summary>The tanh form of GELU (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
    private static Tensor GeluTanh(Tensor x)
    {
        var wide = x.to_type(ScalarType.Float32);
        var slope = MathF.Sqrt(2 / MathF.PI);
        var inner = (wide + wide.pow(3) * 0.044715f) * slope;
        return (wide * (inner.tanh() + 1f) * 0.5f).to_type(x.dtype);
    }
}
