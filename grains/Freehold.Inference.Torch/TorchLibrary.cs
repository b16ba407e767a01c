using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Freehold.Inference.Torch;

/// <summary>Whether libtorch, and a device of it, are there.</summary>
internal static class TorchLibrary
{
    /// <summary>Null where the device can be used.</summary>
    public static string? WhyMissing(ComputeDevice device)
    {
        if (device.Kind == ComputeDeviceKind.Managed)
            throw new ArgumentException("The managed engine is not one of libtorch's devices.", nameof(device));

        var isCuda = device.Kind == ComputeDeviceKind.TorchCuda;
        return WhyNotLoaded(isCuda ? "torch_cuda" : "torch_cpu", isCuda)
            ?? WhyNotStarted(isCuda)
            ?? (isCuda && torch.cuda.device_count() <= device.Index ? $"there are {torch.cuda.device_count()} CUDA devices" : null);
    }

    /// <summary>
    /// Loads the libraries as TorchSharp is about to. Where it does not find them it writes pages to the console and searches the
    /// packages of whoever built it; here one line is wanted.
    /// </summary>
    private static string? WhyNotLoaded(string library, bool isCuda)
    {
        var assembly = typeof(torch).Assembly;
        if (!TryLoad(library, assembly))
        {
            return isCuda
                ? $"the library {library} cannot be loaded: build with -p:Torch=cuda, and install the driver"
                : $"the library {library} cannot be loaded: install libtorch, or build where the package TorchSharp-cpu brings it";
        }

        return TryLoad("LibTorchSharp", assembly) ? null : "the library LibTorchSharp cannot be loaded beside this machine's libtorch";
    }

    private static bool TryLoad(string library, Assembly assembly)
    {
        try
        {
            return NativeLibrary.TryLoad(library, assembly, searchPath: null, out _);
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static string? WhyNotStarted(bool isCuda)
    {
        try
        {
            torch.InitializeDeviceType(isCuda ? DeviceType.CUDA : DeviceType.CPU);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or DllNotFoundException
            or EntryPointNotFoundException or TypeInitializationException or ExternalException)
        {
            return isCuda ? "libtorch finds no CUDA device" : $"libtorch did not start: {e.Message.Split('\n')[0]}";
        }
    }
}
