using Freehold.Inference.Training.Network;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch.Training;

/// <summary>Linear products with bias and adapter; with dropout, adapters leave out the same inputs as on the managed engine.</summary>
internal sealed class TorchTrainedLinear(TorchParameters parameters, CounterRandom? dropout, Device device)
{
    /// <param name="linear">The product.</param>
    /// <param name="input">[rows, inputs]</param>
    /// <returns>[rows, outputs]</returns>
    public Tensor Run(NetworkLinear linear, Tensor input)
    {
        var output = nn.functional.linear(input, parameters.Of(linear.Weight), linear.Bias is { } bias ? parameters.Of(bias) : null);
        if (linear.Adapter is not { } adapter)
            return output;

        var seen = dropout is { } random && adapter.Dropout > 0 ? input * Factors(linear, adapter, random, input.size(0)) : input;
        var low = nn.functional.linear(seen, parameters.Of(adapter.A)).mul(adapter.Scale);
        return output + nn.functional.linear(low, parameters.Of(adapter.B));
    }

    /// <summary>[rows, inputs] 0 for an input that is left out</summary>
    private Tensor Factors(NetworkLinear linear, NetworkAdapter adapter, CounterRandom random, long rows)
    {
        var factors = new float[rows * linear.Columns];
        for (var i = 0; i < factors.Length; i++)
            factors[i] = adapter.DropoutFactor(linear.Index, i, random);
        return tensor(factors, [rows, linear.Columns], device: device);
    }
}
