using Freehold.Inference;
using Freehold.Inference.Torch;

namespace Freehold.Benchmarks.Engine;

/// <summary>The devices of a build with TorchSharp.</summary>
internal static class DeviceBackends
{
    public static ModelBackend Open(string device)
    {
        if (!ComputeDevice.TryParse(device, out var parsed))
            throw new UsageException($"--device is '{device}': give {ComputeDevice.Allowed}.");
        if (parsed.Kind == ComputeDeviceKind.Managed)
            return ModelBackend.Managed;
        return TorchBackend.TryOpen(parsed, out var backend, out var reason)
            ? backend
            : throw new UsageException($"--device {device} cannot be used: {reason}.");
    }
}
