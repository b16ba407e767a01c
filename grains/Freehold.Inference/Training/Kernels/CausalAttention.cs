using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>
/// Grouped-query attention of whole sequences, forward and backward. Of the forward pass only the logarithm of each softmax's denominator
/// is kept; the backward pass computes the weights again (Dao et al. 2022, arXiv:2205.14135), block by block of queries.
/// </summary>
/// <remarks>
/// Split by sequence and key head, of which each has one thread: sums over queries are added in one order, whatever the threads.
/// </remarks>
internal sealed class CausalAttention : IParallelJob
{
    // After so many multiplications others are asked whether they want the processors: some 40 ms of one core. A head of one sequence is
    // one piece of work, and is not interrupted.
    private const long MultiplicationsPerTurn = 1L << 30;

    // Products of the backward pass, scores computed again included.
    private const int MostProducts = 5;

    private readonly WorkerTeam _team;
    private readonly Action _pause;
    private readonly int _kvHeads;
    private readonly long _multiplicationsPerPair;
    private readonly AttentionWorker[] _workers;
    private AttentionTask _task = null!;
    private bool _backward;
    private int _firstItem;

    /// <param name="team">Threads to run on.</param>
    /// <param name="config">Sizes and the factor on scores.</param>
    /// <param name="longest">Longest sequence that will come.</param>
    /// <param name="pause">Called between parts of the work; may wait, and may throw.</param>
    public CausalAttention(WorkerTeam team, ModelConfig config, int longest, Action? pause = null)
    {
        (_team, _pause) = (team, pause ?? (() => { }));
        _kvHeads = config.KvHeadCount;
        _multiplicationsPerPair = MostProducts * config.QuerySize / config.KvHeadCount;
        _workers = [.. Enumerable.Range(0, team.Threads).Select(_ => new AttentionWorker(config, longest, SgemmKernel.Best))];
    }

    /// <summary>Writes task.Output and task.LogSumExp.</summary>
    public void Forward(AttentionTask task) => Run(task, backward: false);

    /// <summary>Writes the gradients by queries, keys and values from task.OutputGradient.</summary>
    public void Backward(AttentionTask task) => Run(task, backward: true);

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var item = _firstItem + start; item < _firstItem + end; item++)
        {
            var (sequence, kvHead) = Math.DivRem(item, _kvHeads);
            var first = _task.SequenceStarts[sequence];
            var length = _task.SequenceStarts[sequence + 1] - first;
            if (_backward)
                _workers[worker].Backward(_task, first, length, kvHead);
            else
                _workers[worker].Forward(_task, first, length, kvHead);
        }
    }

    private void Run(AttentionTask task, bool backward)
    {
        (_task, _backward) = (task, backward);
        var items = (task.SequenceStarts.Length - 1) * _kvHeads;
        var longest = task.SequenceStarts.Zip(task.SequenceStarts.Skip(1), (start, end) => (long)(end - start)).Max();
        var perTurn = (int)Math.Clamp(MultiplicationsPerTurn / (longest * longest * _multiplicationsPerPair), Math.Min(items, _team.Threads), items);
        for (_firstItem = 0; _firstItem < items; _firstItem += perTurn)
        {
            if (_firstItem > 0)
                _pause();
            _team.Run(this, Math.Min(perTurn, items - _firstItem), 1);
        }
    }
}

/// <summary>What one attention works on. Rows of all sequences lie one after the other.</summary>
/// <param name="SequenceStarts">[sequences + 1] first row of each, then the number of rows</param>
/// <param name="WindowTokens">Positions that a token sees, its own included.</param>
/// <param name="Query">[rows, heads * headSize]</param>
/// <param name="Key">[rows, kvHeads * headSize]</param>
/// <param name="Value">[rows, kvHeads * headSize]</param>
/// <param name="Output">[rows, heads * headSize]</param>
/// <param name="LogSumExp">[heads, rows]</param>
internal sealed record AttentionTask(
    int[] SequenceStarts, int WindowTokens, FloatBuffer Query, FloatBuffer Key, FloatBuffer Value, FloatBuffer Output, FloatBuffer LogSumExp)
{
    /// <summary>[rows, heads * headSize]</summary>
    public FloatBuffer? OutputGradient { get; init; }

    /// <summary>[rows, heads * headSize]</summary>
    public FloatBuffer? QueryGradient { get; init; }

    /// <summary>[rows, kvHeads * headSize]</summary>
    public FloatBuffer? KeyGradient { get; init; }

    /// <summary>[rows, kvHeads * headSize]</summary>
    public FloatBuffer? ValueGradient { get; init; }

    public int Rows => SequenceStarts[^1];
}
