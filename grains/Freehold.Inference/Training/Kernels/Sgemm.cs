using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Products of matrices of 32-bit floats on a <see cref="WorkerTeam"/>, split by rows of the result.</summary>
/// <remarks>One use at a time. A result has the same bits on any number of threads.</remarks>
internal sealed unsafe class Sgemm : IParallelJob
{
    // Rows of the left matrix that one item goes through: its part of them stays in the second-level cache.
    private const int MaxItemRows = 16 * SgemmKernel.TileRows;

    // Items for each thread, so that they finish together.
    private const int ItemsPerThread = 4;

    // Below this many multiplications another core costs more to reach than it saves.
    private const long MinMultiplicationsPerChunk = 65_536;

    private const int MinNumbersPerPackChunk = 16_384;

    // 64 MB: of a wider right matrix some columns are packed at a time.
    private const int MaxPackedNumbers = 1 << 24;

    private readonly WorkerTeam _team;
    private readonly SgemmKernel _kernel;
    private readonly Action _pause;
    private readonly PackJob _pack;
    private readonly FloatBuffer[] _leftParts;
    private FloatBuffer _packed = new(0);
    private Operand _a;
    private Operand _b;
    private float* _c;
    private nint _stride;
    private (int Rows, int Columns, int Inner) _size;
    private (int First, int End) _rows;
    private int _itemRows;
    private bool _accumulate;

    /// <param name="team">Threads to run on.</param>
    /// <param name="pause">Called between parts of a long product; may wait, and may throw.</param>
    /// <param name="level">Instructions to use, by default the fastest of this machine.</param>
    public Sgemm(WorkerTeam team, Action? pause = null, VectorLevel? level = null)
    {
        _team = team;
        _pause = pause ?? (() => { });
        _kernel = level is { } given ? SgemmKernel.Of(given) : SgemmKernel.Best;
        _pack = new PackJob(this);
        _leftParts = [.. Enumerable.Range(0, team.Threads).Select(_ => new FloatBuffer(MaxItemRows * SgemmKernel.InnerBlock))];
    }

    /// <summary>After so many multiplications others are asked whether they want the processors.</summary>
    /// <value>2^30: some 20 ms of one core.</value>
    public long MultiplicationsPerTurn { get; init; } = 1L << 30;

    /// <summary>c (+)= a * b.</summary>
    /// <param name="a">[rows, inner]</param>
    /// <param name="b">[inner, columns]</param>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="columns">Columns of b and c.</param>
    /// <param name="inner">Extent that is summed over.</param>
    /// <param name="c">[rows, columns], row after row</param>
    /// <param name="accumulate">Adds to c, which otherwise is overwritten.</param>
    public void Multiply(in Operand a, in Operand b, int rows, int columns, int inner, float* c, bool accumulate)
    {
        if (rows == 0)
            return;
        (_a, _stride, _accumulate) = (a, columns, accumulate);
        var panels = Math.Clamp(MaxPackedNumbers / Math.Max(1, inner * _kernel.PanelColumns), 1, _kernel.Panels(columns));
        for (var first = 0; first < columns; first += panels * _kernel.PanelColumns)
        {
            if (first > 0)
                _pause();
            _b = b.From(0, first);
            _c = c + first;
            _size = (rows, Math.Min(panels * _kernel.PanelColumns, columns - first), inner);
            MultiplyPacked();
        }
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var item = start; item < end; item++)
        {
            var first = _rows.First + item * _itemRows;
            var count = Math.Min(_itemRows, _rows.End - first);
            if (_a.RowStride == 1)
                MultiplyTurned(worker, first, count);
            else
                _kernel.Multiply(
                    _a.From(first, 0), _packed.Start, count, _size.Columns, _size.Inner, _size.Inner, _c + first * _stride, _stride, _accumulate);
        }
    }

    private void MultiplyPacked()
    {
        var (rows, columns, inner) = _size;
        var packedLength = _kernel.PackedLength(inner, columns);
        if (_packed.Length < packedLength)
            _packed = new FloatBuffer(packedLength);
        _team.Run(_pack, _kernel.Panels(columns), Math.Max(1, MinNumbersPerPackChunk / Math.Max(1, inner * _kernel.PanelColumns)));

        var perRow = Math.Max(1, (long)columns * inner);
        var turnRows = (int)Math.Clamp(MultiplicationsPerTurn / perRow, SgemmKernel.TileRows, rows + SgemmKernel.TileRows);
        turnRows -= turnRows % SgemmKernel.TileRows;
        for (var first = 0; first < rows; first += turnRows)
        {
            if (first > 0)
                _pause();
            RunRows(first, Math.Min(rows, first + turnRows), perRow);
        }
    }

    private void RunRows(int first, int end, long perRow)
    {
        var tiles = (end - first + SgemmKernel.TileRows - 1) / SgemmKernel.TileRows;
        var tilesPerItem = Math.Clamp(tiles / (_team.Threads * ItemsPerThread), 1, MaxItemRows / SgemmKernel.TileRows);
        _rows = (first, end);
        _itemRows = tilesPerItem * SgemmKernel.TileRows;
        var items = (tiles + tilesPerItem - 1) / tilesPerItem;
        _team.Run(this, items, (int)Math.Clamp(MinMultiplicationsPerChunk / (perRow * _itemRows), 1, int.MaxValue));
    }

    // Down a column of a wide matrix every number lies on a page of its own, and many share one set of the cache: copied first.
    private void MultiplyTurned(int worker, int first, int count)
    {
        var part = _leftParts[worker].Start;
        for (var start = 0; start < _size.Inner; start += SgemmKernel.InnerBlock)
        {
            var depth = Math.Min(SgemmKernel.InnerBlock, _size.Inner - start);
            SgemmPacking.Panel(_a.From(first, start).Transposed, depth, count, count, part);
            for (var panel = 0; panel < _kernel.Panels(_size.Columns); panel++)
                MultiplyPanel(part, first, count, start, depth, panel);
        }
    }

    private void MultiplyPanel(float* part, int first, int count, int start, int depth, int panel)
    {
        var column = panel * _kernel.PanelColumns;
        var columns = Math.Min(_kernel.PanelColumns, _size.Columns - column);
        var width = (nint)(_kernel.PackedLength(1, columns));
        _kernel.Multiply(
            new Operand(part, 1, count), _packed.Start + (nint)column * _size.Inner + start * width, count, columns, depth, depth,
            _c + first * _stride + column, _stride, _accumulate || start > 0);
    }

    private sealed class PackJob(Sgemm owner) : IParallelJob
    {
        public void Run(int worker, int start, int end) =>
            owner._kernel.Pack(owner._b, owner._size.Inner, owner._size.Columns, start, end, owner._packed.Start);
    }
}
