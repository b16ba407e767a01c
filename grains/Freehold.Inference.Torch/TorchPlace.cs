using System.Runtime.InteropServices;
using Freehold.Inference.Kernels;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>Where tensors live, and how their numbers are stored.</summary>
/// <param name="Device">The device.</param>
/// <param name="Numbers">Type of weights, activations, and of keys and values.</param>
internal sealed record TorchPlace(Device Device, ScalarType Numbers)
{
    // Decoded rows go to the device in parts: a second copy of a whole matrix in memory would be the largest thing there.
    private const long StagingBytes = 16 << 20;

    /// <summary>Copies a matrix to the device, decoded: [rows, columns].</summary>
    public Tensor Upload(params ReadOnlySpan<WeightMatrix> stacked)
    {
        var rows = 0L;
        foreach (var matrix in stacked)
            rows += matrix.Rows;
        var target = empty([rows, stacked[0].Columns], Numbers, Device);
        var start = 0L;
        foreach (var matrix in stacked)
        {
            Fill(matrix, target, start);
            start += matrix.Rows;
        }

        return target;
    }

    /// <summary>Copies a vector to the device: [numbers].</summary>
    public Tensor Upload(float[] vector) => tensor(vector, Numbers, Device);

    private static void Fill(WeightMatrix matrix, Tensor target, long firstRow)
    {
        var chunk = (int)Math.Clamp(StagingBytes / sizeof(float) / matrix.Columns, 1, matrix.Rows);
        using var staging = empty([chunk, matrix.Columns], ScalarType.Float32, CPU);
        for (var start = 0; start < matrix.Rows; start += chunk)
        {
            var rows = Math.Min(chunk, matrix.Rows - start);
            var numbers = MemoryMarshal.Cast<byte, float>(staging.bytes);
            for (var row = 0; row < rows; row++)
                matrix.DecodeRow(start + row, numbers.Slice(row * matrix.Columns, matrix.Columns));
            using var from = staging.narrow(0, 0, rows);
            using var to = target.narrow(0, firstRow + start, rows);
            to.copy_(from).Dispose();
        }
    }
}
