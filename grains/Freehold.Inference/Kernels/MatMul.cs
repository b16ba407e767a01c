using Freehold.Inference.Kernels.Blocks;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Inference.Kernels;

/// <summary>Runs up to three products of the same activations on a <see cref="WorkerTeam"/>, split by rows of the weights.</summary>
/// <remarks>
/// One use at a time. Query, key and value together cost one hand-over between threads instead of three, and their input becomes blocks once.
/// An output has the same bits whatever the number of tokens and threads.
/// </remarks>
internal sealed unsafe class MatMul : IParallelJob
{
    // Below this many multiplications another core costs more to reach than it saves.
    private const int MinMultiplicationsPerChunk = 32_768;

    // Numbers that are quantised in the time of handing over a job.
    private const int MinNumbersPerChunk = 16_384;

    private readonly WorkerTeam _team;
    private readonly VectorLevel _level;
    private readonly AlignedBuffer[] _scratch;
    private readonly BlockActivations _blocks = new();
    private readonly QuantizeJob _quantize;
    private readonly (WeightMatrix? Weights, float[] Output)[] _products = [(null, []), (null, []), (null, [])];
    private float[] _input = [];
    private int _tokens;
    private int _panelRows;

    /// <param name="team">Threads to run on.</param>
    /// <param name="level">Instructions to use, by default the fastest of this machine.</param>
    public MatMul(WorkerTeam team, VectorLevel? level = null)
    {
        _team = team;
        _level = level ?? VectorLevels.Best;
        _scratch = new AlignedBuffer[team.Threads];
        for (var i = 0; i < _scratch.Length; i++)
            _scratch[i] = new AlignedBuffer();
        _quantize = new QuantizeJob(this);
    }

    /// <summary>outputA = input * transpose(a), and the same for b and c where given.</summary>
    /// <param name="input">[tokens, columns]</param>
    /// <param name="tokens">Number of vectors.</param>
    /// <param name="a">[rowsA, columns]</param>
    /// <param name="outputA">[tokens, rowsA]</param>
    /// <param name="b">[rowsB, columns]</param>
    /// <param name="outputB">[tokens, rowsB]</param>
    /// <param name="c">[rowsC, columns]</param>
    /// <param name="outputC">[tokens, rowsC]</param>
    public void Run(
        float[] input, int tokens, WeightMatrix a, float[] outputA,
        WeightMatrix? b = null, float[]? outputB = null, WeightMatrix? c = null, float[]? outputC = null)
    {
        _input = input;
        _tokens = tokens;
        _products[0] = (a, outputA);
        _products[1] = (b, outputB ?? []);
        _products[2] = (c, outputC ?? []);
        _panelRows = RowFormat.PanelRows(tokens, _level);
        var panels = 0;
        foreach (var (weights, output) in _products)
        {
            CheckLengths(weights, output, a.Columns);
            panels += Panels(weights);
        }

        Quantize(a.Columns);
        _team.Run(this, panels, (int)Math.Clamp(MinMultiplicationsPerChunk / ((long)_panelRows * a.Columns * tokens), 1, int.MaxValue));
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        fixed (float* input = _input)
        {
            var first = 0;
            foreach (var (weights, output) in _products)
            {
                if (weights is null)
                    return;

                var (from, to) = ((start - first) * _panelRows, Math.Min((end - first) * _panelRows, weights.Rows));
                fixed (float* y = output)
                {
                    if (Math.Max(from, 0) < to)
                        weights.Format.Multiply(new(weights, Math.Max(from, 0), to, input, _blocks, _tokens, y, _scratch[worker], _level));
                }

                first += Panels(weights);
            }
        }
    }

    private int Panels(WeightMatrix? weights) => weights is null ? 0 : (weights.Rows + _panelRows - 1) / _panelRows;

    private void Quantize(int columns)
    {
        var (usesBlocks, usesShorts) = (false, false);
        foreach (var (weights, _) in _products)
        {
            usesBlocks |= weights?.Format.UsesBlocks ?? false;
            usesShorts |= weights?.Format.UsesShorts ?? false;
        }

        if (!usesBlocks)
            return;
        _blocks.Begin(_tokens, columns, usesShorts && _level != VectorLevel.Portable);
        _team.Run(_quantize, _blocks.Tiles, Math.Max(1, MinNumbersPerChunk / (_blocks.Width * columns)));
    }

    private void CheckLengths(WeightMatrix? weights, float[] output, int columns)
    {
        if (weights is null)
            return;
        if (weights.Columns != columns || _input.Length < (long)_tokens * columns || output.Length < (long)_tokens * weights.Rows)
        {
            throw new ArgumentException(
                $"{_tokens} vectors of {columns} numbers in {_input.Length}, times [{weights.Rows}, {weights.Columns}], into {output.Length}.",
                nameof(weights));
        }
    }

    private sealed class QuantizeJob(MatMul owner) : IParallelJob
    {
        public void Run(int worker, int start, int end)
        {
            fixed (float* input = owner._input)
                owner._blocks.Quantize(input, start, end, owner._level);
        }
    }
}
