using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>
/// Linear products of the same input, done as one: y = x * transpose(weights) + bias, then cut into the products' parts, to which each
/// token's adapter adds its own.
/// </summary>
internal sealed class TorchLinear : IDisposable
{
    private readonly LinearLayer[] _layers;
    private readonly Tensor _weights;
    private readonly Tensor? _bias;
    private readonly long[] _rows;

    public TorchLinear(TorchPlace place, params LinearLayer[] layers)
    {
        _layers = layers;
        _rows = Array.ConvertAll(layers, layer => (long)layer.Rows);
        _weights = place.Upload(Array.ConvertAll(layers, layer => layer.Weights));
        if (layers.Any(layer => layer.Bias is not null))
            _bias = place.Upload([.. layers.SelectMany(layer => layer.Bias ?? new float[layer.Rows])]);
    }

    /// <param name="step">Tells which tokens run with which adapter.</param>
    /// <param name="input">[tokens, columns]</param>
    /// <returns>[tokens, rows] of each product</returns>
    public Tensor[] Run(TorchStep step, Tensor input)
    {
        var output = nn.functional.linear(input, _weights, _bias);
        var parts = _layers.Length == 1 ? [output] : output.split(_rows, dim: 1);
        foreach (var (adapter, tokens) in step.Adapters)
        {
            for (var i = 0; i < parts.Length; i++)
                adapter.AddTo(_layers[i], tokens, input, parts[i]);
        }

        return parts;
    }

    public void Dispose()
    {
        _weights.Dispose();
        _bias?.Dispose();
    }
}
