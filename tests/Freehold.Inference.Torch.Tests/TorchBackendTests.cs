namespace Freehold.Inference.Torch.Tests;

/// <summary>What is said where a device is not there.</summary>
public sealed class TorchBackendTests
{
    [Fact]
    public void A_device_that_is_missing_is_said_in_one_line()
    {
        var last = new ComputeDevice(ComputeDeviceKind.TorchCuda, ComputeDevice.MaxDevices - 1);

        Assert.False(TorchBackend.TryOpen(last, out var backend, out var reason));

        Assert.Null(backend);
        Assert.Contains("CUDA", reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', reason);
    }

    [Fact]
    public void Nothing_is_written_to_the_console_where_a_device_is_missing()
    {
        var (before, written) = (Console.Out, new StringWriter());
        Console.SetOut(written);
        try
        {
            TorchBackend.TryOpen(new ComputeDevice(ComputeDeviceKind.TorchCuda), out _, out _);
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Empty(written.ToString());
    }
}
