using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Benchmarks.Kernels;

/// <summary>Matrices of one format in a mapped file, several times as large as the last cache: reading them in turn reads memory.</summary>
internal sealed class CycledWeights : IDisposable
{
    /// <summary>A quarter of a feed-forward layer of a model of 134 million weights: large enough to share, and a product with many tokens is over
    /// before other work is likely to take the processor away.</summary>
    public const int Rows = 512, Columns = 768;

    /// <summary>Weights of a matrix.</summary>
    public const double Numbers = (double)Rows * Columns;

    private const long TotalBytes = 160L << 20;

    // As a half, a single or the upper half of one a small normal number, so that nothing overflows and no scale is zero.
    private const byte Fill = 0x1C;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"freehold-kernels-{Guid.NewGuid():N}");
    private readonly MappedFile _file;
    private readonly WeightMatrix[] _matrices;
    private int _next;

    public CycledWeights(TensorType type)
    {
        Type = type;
        BytesPerMatrix = (long)Numbers / type.BlockLength() * type.BlockBytes();
        var count = (int)(TotalBytes / BytesPerMatrix);
        var bytes = new byte[BytesPerMatrix];
        Array.Fill(bytes, Fill);
        using (var stream = File.Create(_path))
        {
            for (var i = 0; i < count; i++)
                stream.Write(bytes);
        }

        _file = MappedFile.Open(_path);
        File.Delete(_path);
        var all = new WeightMatrix(new ModelTensor(_file, "weights", type, [count * Rows, Columns], 0, count * BytesPerMatrix));
        _matrices = [.. Enumerable.Range(0, count).Select(i => all.RowRange(i * Rows, Rows))];
    }

    public TensorType Type { get; }

    public long BytesPerMatrix { get; }

    public WeightMatrix First => _matrices[0];

    /// <summary>The matrix that was used longest ago.</summary>
    public WeightMatrix Next() => _matrices[_next++ % _matrices.Length];

    public void Dispose() => _file.Dispose();
}
