using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>Random numbers and stored rows for kernel tests.</summary>
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

    public static byte[] Row(TensorType type, float[] values) => TensorEncoder.Encode(values, Enum.Parse<TensorEncoding>(type.ToString()));

    public static float ScalarDot(TensorType type, byte[] row, float[] x) => type switch
    {
        TensorType.F32 => DotKernel.Scalar<F32Row>(row, x),
        TensorType.F16 => DotKernel.Scalar<F16Row>(row, x),
        TensorType.BF16 => DotKernel.Scalar<BF16Row>(row, x),
        _ => DotKernel.Scalar<Q8Row>(row, x),
    };

    public static float FusedDot(TensorType type, byte[] row, float[] x) => type switch
    {
        TensorType.F32 => DotKernel.Fused<F32Row>(row, x),
        TensorType.F16 => DotKernel.Fused<F16Row>(row, x),
        TensorType.BF16 => DotKernel.Fused<BF16Row>(row, x),
        _ => DotKernel.Fused<Q8Row>(row, x),
    };

    /// <summary>Every storage format with lengths around the kernels' own steps of 8 and 32.</summary>
    public static TheoryData<TensorType, int> RowLengths()
    {
        var data = new TheoryData<TensorType, int>();
        foreach (var type in Enum.GetValues<TensorType>())
        {
            int[] lengths = [1, 7, 8, 9, 31, 32, 33, 64, 100, 172, 320, 1023];
            foreach (var length in lengths.Select(length => type == TensorType.Q8_0 ? (length + 31) / 32 * 32 : length).Distinct())
                data.Add(type, length);
        }

        return data;
    }
}
