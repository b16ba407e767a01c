using System.Runtime.InteropServices;
using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Network;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch.Training;

/// <summary>
/// The numbers of a network on the device. Those that are trained are copies: the optimizer's own lie in the <see cref="ParameterSet"/>, whoever
/// computes the gradients.
/// </summary>
internal sealed class TorchParameters(ParameterSet parameters, TorchPlace place) : IDisposable
{
    private readonly Dictionary<Parameter, Tensor> _trained = parameters.Parameters.ToDictionary(parameter => parameter, parameter => Leaf(parameter, place));
    private readonly Dictionary<object, Tensor> _frozen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Brings what the optimizer made of the trained numbers to the device.</summary>
    public void Refresh()
    {
        using var gradients = no_grad();
        foreach (var (parameter, leaf) in _trained)
        {
            using var values = tensor(parameters.ValueSpan(parameter).ToArray(), Shape(parameter));
            leaf.copy_(values);
            leaf.grad?.zero_();
        }
    }

    /// <summary>Adds the gradients of the last backward pass to the optimizer's.</summary>
    public void AddGradients()
    {
        foreach (var (parameter, leaf) in _trained)
        {
            if (leaf.grad is { } gradient)
            {
                using var near = gradient.to_type(ScalarType.Float32).cpu().contiguous();
                Elementwise.Add(parameters.GradientSpan(parameter), MemoryMarshal.Cast<byte, float>(near.bytes));
            }
        }
    }

    /// <summary>[rows, columns]</summary>
    public Tensor Of(NetworkMatrix matrix) => matrix.Trained is { } trained ? _trained[trained] : Frozen(matrix.Frozen!, () => place.Upload(matrix.Frozen!));

    /// <summary>[numbers]</summary>
    public Tensor Of(NetworkVector vector) => vector.Trained is { } trained ? _trained[trained] : Frozen(vector.Frozen!, () => place.Upload(vector.Frozen!));

    /// <summary>A part of an adapter: [rows, columns].</summary>
    public Tensor Of(Parameter parameter) => _trained[parameter];

    public void Dispose()
    {
        foreach (var tensor in _trained.Values.Concat(_frozen.Values))
            tensor.Dispose();
    }

    private Tensor Frozen(object key, Func<Tensor> upload)
    {
        if (!_frozen.TryGetValue(key, out var known))
            _frozen.Add(key, known = upload().DetachFromDisposeScope());
        return known;
    }

    private static Tensor Leaf(Parameter parameter, TorchPlace place) =>
        zeros(Shape(parameter), ScalarType.Float32, place.Device, requires_grad: true);

    private static long[] Shape(Parameter parameter) => parameter.Rows == 1 ? [parameter.Columns] : [parameter.Rows, parameter.Columns];
}
