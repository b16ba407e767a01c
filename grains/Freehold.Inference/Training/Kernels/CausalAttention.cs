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
    private readonly WorkerTeam _team;
    private readonly int _kvHeads;
    private readonly AttentionWorker[] _workers;
    private AttentionTask _task = null!;
    private bool _backward;

    /// <param name="team">Threads to run on.</param>
    /// <param name="config">Sizes and the factor on scores.</param>
    /// <param name="longest">Longest sequence that will come.</param>
    public CausalAttention(WorkerTeam team, ModelConfig config, int longest)
    {
        _team = team;
        _kvHeads = config.KvHeadCount;
        _workers = [.. Enumerable.Range(0, team.Threads).Select(_ => new AttentionWorker(config, longest, SgemmKernel.Best))];
    }

    /// <summary>Writes task.Output and task.LogSumExp.</summary>
    public void Forward(AttentionTask task) => Run(task, backward: false);

    /// <summary>Writes the gradients by queries, keys and values from task.OutputGradient.</summary>
    public void Backward(AttentionTask task) => Run(task, backward: true);

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var item = start; item < end; item++)
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
        _team.Run(this, (task.SequenceStarts.Length - 1) * _kvHeads, 1);
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
