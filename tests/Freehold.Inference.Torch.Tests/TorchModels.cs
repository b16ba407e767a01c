using TorchSharp;

namespace Freehold.Inference.Torch.Tests;

/// <summary>Models on libtorch, where it is there, and the same on the managed engine.</summary>
internal static class TorchModels
{
    public static TorchBackend Cpu()
    {
        if (!TorchBackend.TryOpen(new ComputeDevice(ComputeDeviceKind.TorchCpu), out var backend, out var reason))
            Assert.Skip($"No libtorch here: {reason}.");
        return backend!;
    }

    /// <summary>What CUDA does to numbers, on the processors.</summary>
    public static TorchBackend CpuInBFloat16()
    {
        Cpu();
        return new TorchBackend(new ComputeDevice(ComputeDeviceKind.TorchCpu), torch.ScalarType.BFloat16);
    }

    public static LoadedModel Load(string path, ModelBackend backend, int maxBatchTokens = 64, int kvCacheTokens = 1024) =>
        LoadedModel.Load(path, new ModelLoadOptions
        {
            Threads = 2,
            Backend = backend,
            MaxBatchTokens = maxBatchTokens,
            KvCacheTokens = kvCacheTokens,
        });

    public static float[][] Logits(string path, ModelBackend backend, int[] prompt, int maxBatchTokens = 64)
    {
        using var model = Load(path, backend, maxBatchTokens);
        using var session = model.CreateSession();
        return session.Logits(prompt);
    }

    public static double LargestDifference(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual).Max(rows => LargestDifference(rows.First, rows.Second));
    }

    // Where a number is NaN the difference is infinite: NaN is smaller than everything, and would pass.
    public static double LargestDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, float.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Abs((double)expected[i] - actual[i]));
        return largest;
    }
}
