using Freehold.Inference;

namespace Freehold.Benchmarks.Engine;

/// <summary>The devices of a build without TorchSharp.</summary>
internal static class DeviceBackends
{
    public static ModelBackend Open(string device) => device == ComputeDevice.Managed.ToString()
        ? ModelBackend.Managed
        : throw new UsageException($"--device {device} needs a build with -p:Torch=cpu or -p:Torch=cuda.");
}
