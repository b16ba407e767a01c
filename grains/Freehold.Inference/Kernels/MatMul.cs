namespace Freehold.Inference.Kernels;

/// <summary>Runs up to three products of the same activations on a <see cref="WorkerTeam"/>, split by rows of the weights.</summary>
/// <remarks>One use at a time. Query, key and value together cost one hand-over between threads instead of three.</remarks>
internal sealed class MatMul : IParallelJob
{
    // Below this many multiplications another core costs more to reach than it saves.
    private const int MinMultiplicationsPerChunk = 32_768;

    private readonly WorkerTeam _team;
    private readonly float[][] _scratch;
    private readonly (WeightMatrix? Weights, float[] Output)[] _products = [(null, []), (null, []), (null, [])];
    private float[] _input = [];
    private int _tokens;

    /// <param name="team">Threads to run on.</param>
    /// <param name="maxColumns">Widest matrix that will be used.</param>
    public MatMul(WorkerTeam team, int maxColumns)
    {
        _team = team;
        _scratch = new float[team.Threads][];
        for (var i = 0; i < _scratch.Length; i++)
            _scratch[i] = GC.AllocateUninitializedArray<float>(maxColumns);
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
        var rows = a.Rows + (b?.Rows ?? 0) + (c?.Rows ?? 0);
        var minChunk = (int)Math.Clamp(MinMultiplicationsPerChunk / ((long)a.Columns * tokens), 1, int.MaxValue);
        _team.Run(this, rows, minChunk);
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        var first = 0;
        foreach (var (weights, output) in _products)
        {
            if (weights is null)
                return;

            var (from, to) = (Math.Max(start - first, 0), Math.Min(end - first, weights.Rows));
            if (from < to)
                MatMulKernel.Rows(weights, from, to, _input, _tokens, output, _scratch[worker]);
            first += weights.Rows;
        }
    }
}
