namespace Freehold.Inference.Tests.Kernels;

/// <summary>Random numbers for kernel tests.</summary>
internal static class TestNumbers
{
    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = 2f * random.NextSingle() - 1f;
        return values;
    }
}
