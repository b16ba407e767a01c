using System.Diagnostics.CodeAnalysis;
using Freehold.Inference;
using Freehold.Workers;

namespace Freehold.Hosting;

/// <summary>The devices of a build without TorchSharp: the processors, in C#.</summary>
internal sealed class ModelDevices : IModelDevices
{
    /// <inheritdoc/>
    public bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out ModelBackend? backend, [NotNullWhen(false)] out string? reason)
    {
        backend = device.Kind == ComputeDeviceKind.Managed ? ModelBackend.Managed : null;
        reason = backend is null ? "this build has no TorchSharp (build with -p:Torch=cpu or -p:Torch=cuda)" : null;
        return backend is not null;
    }
}
