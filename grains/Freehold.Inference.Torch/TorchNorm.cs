using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>Root-mean-square normalisation of the last extent, computed in 32-bit numbers whatever comes in.</summary>
internal sealed class TorchNorm(TorchPlace place, float[] weights, float epsilon) : IDisposable
{
    private readonly Tensor _weights = place.Upload(weights);

    /// <param name="input">[…, numbers]</param>
    /// <returns>The same shape and type.</returns>
    public Tensor Run(Tensor input)
    {
        var wide = input.to_type(ScalarType.Float32);
        var scale = wide.square().mean([-1L], keepdim: true).add(epsilon).rsqrt();
        return (wide * scale).to_type(input.dtype) * _weights;
    }

    public void Dispose() => _weights.Dispose();
}
