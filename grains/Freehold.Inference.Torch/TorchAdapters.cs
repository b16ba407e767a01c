using System.Runtime.CompilerServices;
using Freehold.Inference.Adapters;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>
/// The adapters of one model, on its device: what lies there goes when the adapter itself is forgotten. Safe for use beside a running step.
/// </summary>
internal sealed class TorchAdapters(TorchPlace place)
{
    private readonly ConditionalWeakTable<LoraAdapter, TorchAdapter> _bound = [];

    /// <summary>Copies an adapter to the device.</summary>
    public void Add(LoraAdapter adapter, IEnumerable<LinearLayer> linears) =>
        _bound.Add(adapter, new TorchAdapter(adapter, linears, place));

    /// <summary>Each adapter of a step with the places of its tokens in the plan's order; none in a step without adapters.</summary>
    public IReadOnlyList<TorchAdapterTokens> Of(ForwardBatch batch, int[] order) => batch.HasAdapters
        ? [.. Enumerable.Range(0, order.Length)
            .Where(at => batch.Adapter(order[at]) is not null)
            .GroupBy(at => batch.Adapter(order[at])!, at => (long)at)
            .Select(tokens => new TorchAdapterTokens(Find(tokens.Key), tensor(tokens.ToArray(), device: place.Device)))]
        : [];

    private TorchAdapter Find(LoraAdapter adapter) => _bound.TryGetValue(adapter, out var bound)
        ? bound
        : throw new InvalidOperationException($"Adapter {adapter.Digest} was loaded for another model.");
}

/// <summary>An adapter and the tokens of a step that run with it.</summary>
/// <param name="Adapter">The adapter.</param>
/// <param name="Tokens">[tokens of the adapter] their places in the step</param>
internal sealed record TorchAdapterTokens(TorchAdapter Adapter, Tensor Tokens);

/// <summary>A LoRA adapter on the device. Its tensors are freed with it.</summary>
internal sealed class TorchAdapter
{
    // By LinearLayer.Index: A transposed [inputs, rank], and B transposed and scaled [rank, outputs]; none where the product is left alone.
    private readonly Dictionary<int, (Tensor A, Tensor B)> _pairs = [];

    public TorchAdapter(LoraAdapter adapter, IEnumerable<LinearLayer> linears, TorchPlace place)
    {
        foreach (var linear in linears)
        {
            if (adapter.Find(linear) is not { } pair)
                continue;
            using var a = Upload(pair.A, place);
            using var b = Upload(pair.TransposedB, place);
            _pairs.Add(linear.Index, (a.t().contiguous(), b * pair.Scale));
        }
    }

    /// <summary>output += scale * B(A input), for the tokens of the adapter.</summary>
    /// <param name="linear">The product.</param>
    /// <param name="tokens">[tokens of the adapter]</param>
    /// <param name="input">[tokens, inputs]</param>
    /// <param name="output">[tokens, outputs]</param>
    public void AddTo(LinearLayer linear, Tensor tokens, Tensor input, Tensor output)
    {
        if (_pairs.TryGetValue(linear.Index, out var pair))
            output.index_add_(0, tokens, matmul(matmul(input.index_select(0, tokens), pair.A), pair.B), 1);
    }

    private static Tensor Upload(LoraMatrix matrix, TorchPlace place) =>
        tensor(matrix.ToSingles(), [matrix.Rows, matrix.Columns], place.Numbers, place.Device);
}
