using System.Diagnostics.CodeAnalysis;
using Freehold.Inference.Formats;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Torch.Training;
using Freehold.Inference.Training.Network;
using TorchSharp;

namespace Freehold.Inference.Torch;

/// <summary>
/// Computes models with libtorch. The scheduler, the cache's bookkeeping, the tokenizers and the readers of files are the managed
/// engine's; the weights are copied to the device once, and keys and values stay there.
/// </summary>
/// <remarks>
/// On the processors everything is 32-bit, and quantised weights are decoded when they are loaded, so a Q8_0 file takes four times its
/// size in memory. On CUDA weights, activations and cache are 16-bit: half precision where the file's weights are F16, bfloat16
/// otherwise.
/// </remarks>
public sealed class TorchBackend : ModelBackend
{
    private readonly torch.ScalarType? _numbers;

    /// <param name="device">A device of libtorch that is there.</param>
    /// <param name="numbers">Type of weights, activations and cache; null for what the device and the file suggest.</param>
    internal TorchBackend(ComputeDevice device, torch.ScalarType? numbers = null)
    {
        Device = device;
        _numbers = numbers;
    }

    /// <inheritdoc />
    public override ComputeDevice Device { get; }

    /// <summary>Loads libtorch and looks for the device, or says in one line why there is none.</summary>
    /// <param name="device">One of libtorch's.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out TorchBackend? backend, [NotNullWhen(false)] out string? reason)
    {
        reason = TorchLibrary.WhyMissing(device);
        backend = reason is null ? new TorchBackend(device) : null;
        return backend is not null;
    }

    // The kernels' own threads have nothing to do: libtorch brings its own.
    internal override int KernelThreads(ModelLoadOptions options) => 1;

    internal override LanguageModel Build(ModelFile file, ModelRuntime runtime, ModelLoadOptions options)
    {
        if (file.Config.Decoder is null)
        {
            throw new ModelFormatException(
                file.Path, $"family '{file.Config.Family}' is no decoder, and device '{Device}' runs decoders only", "configuration",
                $"Run it on device '{ComputeDevice.Managed}'.");
        }

        var weights = DecoderWeights.Load(file, runtime.MaxContextTokens(file.Config));
        return new TorchDecoder(weights, runtime, new TorchPlace(Place, _numbers ?? NumbersFor(file)), file.Path, options.Threads);
    }

    internal override IGradients BuildGradients(GradientsPlan plan) => new TorchGradients(plan, Place);

    private torch.Device Place => Device.Kind == ComputeDeviceKind.TorchCuda ? torch.device(DeviceType.CUDA, Device.Index) : torch.CPU;

    private torch.ScalarType NumbersFor(ModelFile file)
    {
        if (Device.Kind == ComputeDeviceKind.TorchCpu)
            return torch.ScalarType.Float32;
        return file.Tensors.Values.Any(tensor => tensor.Type == TensorType.F16) ? torch.ScalarType.Float16 : torch.ScalarType.BFloat16;
    }
}
