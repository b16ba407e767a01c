using System.Globalization;

namespace Freehold.Inference;

/// <summary>Where a model is computed, as configuration names it: <c>managed</c>, <c>torch:cpu</c>, <c>torch:cuda:0</c>.</summary>
/// <param name="Kind">Which engine, on what.</param>
/// <param name="Index">Number of the device among those of its kind; 0 where there is one.</param>
public readonly record struct ComputeDevice(ComputeDeviceKind Kind, int Index = 0)
{
    /// <summary>More devices than one machine has; a bound on configuration.</summary>
    public const int MaxDevices = 64;

    /// <summary>What <see cref="TryParse"/> takes, for messages.</summary>
    public const string Allowed = "'managed', 'torch:cpu' or 'torch:cuda:N' with N from 0 to 63";

    private const string CudaPrefix = "torch:cuda:";

    /// <summary>The processors, in C#.</summary>
    public static ComputeDevice Managed => default;

    /// <summary>Reads a device's name; false where it is none.</summary>
    public static bool TryParse(string? text, out ComputeDevice device)
    {
        device = text == "torch:cpu" ? new ComputeDevice(ComputeDeviceKind.TorchCpu) : Managed;
        if (text is "managed" or "torch:cpu")
            return true;
        if (text is null || !text.StartsWith(CudaPrefix, StringComparison.Ordinal))
            return false;
        if (!int.TryParse(text.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= MaxDevices)
            return false;
        device = new ComputeDevice(ComputeDeviceKind.TorchCuda, index);
        return true;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Kind switch
    {
        ComputeDeviceKind.TorchCpu => "torch:cpu",
        ComputeDeviceKind.TorchCuda => string.Create(CultureInfo.InvariantCulture, $"{CudaPrefix}{Index}"),
        _ => "managed",
    };
}

/// <summary>Engines, and what they run on.</summary>
public enum ComputeDeviceKind
{
    /// <summary>This library, on the processors.</summary>
    Managed,

    /// <summary>libtorch on the processors.</summary>
    TorchCpu,

    /// <summary>libtorch on an NVIDIA card.</summary>
    TorchCuda,
}
