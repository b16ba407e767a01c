using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Kernels;

/// <summary>A weight matrix in a file of its own, and its products.</summary>
internal sealed class TestMatrix : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MappedFile _file;

    public TestMatrix(TensorType type, int rows, int columns, byte[] bytes)
    {
        File.WriteAllBytes(_folder["weights"], bytes);
        _file = MappedFile.Open(_folder["weights"]);
        Weights = new WeightMatrix(new ModelTensor(_file, "test", type, [rows, columns], 0, bytes.Length));
    }

    public WeightMatrix Weights { get; }

    public static VectorLevel[] Levels => [.. Enum.GetValues<VectorLevel>().Where(level => level.IsSupported())];

    /// <summary>[tokens, rows] of [tokens, columns].</summary>
    public float[] Multiply(float[] input, int tokens, VectorLevel level, int threads = 1)
    {
        using var team = new WorkerTeam(threads);
        var output = new float[tokens * Weights.Rows];
        new MatMul(team, level).Run(input, tokens, Weights, output);
        return output;
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }
}
