namespace Freehold.Inference.Tests;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("managed", ComputeDeviceKind.Managed, 0)]
    [InlineData("torch:cpu", ComputeDeviceKind.TorchCpu, 0)]
    [InlineData("torch:cuda:0", ComputeDeviceKind.TorchCuda, 0)]
    [InlineData("torch:cuda:63", ComputeDeviceKind.TorchCuda, 63)]
    public void A_name_is_read_and_written_alike(string name, ComputeDeviceKind kind, int index)
    {
        Assert.True(ComputeDevice.TryParse(name, out var device));

        Assert.Equal(new ComputeDevice(kind, index), device);
        Assert.Equal(name, device.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("Managed")]
    [InlineData("torch")]
    [InlineData("torch:cpu:0")]
    [InlineData("torch:cuda")]
    [InlineData("torch:cuda:")]
    [InlineData("torch:cuda:-1")]
    [InlineData("torch:cuda:+1")]
    [InlineData("torch:cuda: 1")]
    [InlineData("torch:cuda:64")]
    [InlineData("torch:cuda:99999999999")]
    public void Anything_else_is_no_device(string? name) => Assert.False(ComputeDevice.TryParse(name, out _));
}
