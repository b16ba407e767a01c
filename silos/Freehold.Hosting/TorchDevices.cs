using System.Diagnostics.CodeAnalysis;
using Freehold.Inference;
using Freehold.Inference.Torch;
using Freehold.Workers;

namespace Freehold.Hosting;

/// <summary>The devices of a build with TorchSharp: the processors in C#, and what libtorch finds on this machine.</summary>
internal sealed class ModelDevices : IModelDevices
{
    /// <inheritdoc/>
    public bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out ModelBackend? backend, [NotNullWhen(false)] out string? reason)
    {
        if (device.Kind == ComputeDeviceKind.Managed)
        {
            (backend, reason) = (ModelBackend.Managed, null);
            return true;
        }

        var found = TorchBackend.TryOpen(device, out var torch, out reason);
        backend = torch;
        return found;
    }
}
