using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>Linear products of the same input, done as one: y = x * transpose(weights) + bias, then cut into the products' parts.</summary>
internal sealed class TorchLinear : IDisposable
{
    private readonly Tensor _weights;
    private readonly Tensor? _bias;
    private readonly long[] _rows;

    public TorchLinear(TorchPlace place, params LinearLayer[] layers)
    {
        _rows = Array.ConvertAll(layers, layer => (long)layer.Rows);
        _weights = place.Upload(Array.ConvertAll(layers, layer => layer.Weights));
        if (layers.Any(layer => layer.Bias is not null))
            _bias = place.Upload([.. layers.SelectMany(layer => layer.Bias ?? new float[layer.Rows])]);
    }

    /// <param name="input">[tokens, columns]</param>
    /// <returns>[tokens, rows of all products]</returns>
    public Tensor Run(Tensor input) => nn.functional.linear(input, _weights, _bias);

    /// <param name="input">[tokens, columns]</param>
    /// <returns>[tokens, rows] of each product</returns>
    public Tensor[] RunEach(Tensor input) => Run(input).split(_rows, dim: 1);

    public void Dispose()
    {
        _weights.Dispose();
        _bias?.Dispose();
    }
}
