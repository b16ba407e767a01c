using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Work on rows, each by itself, split over the threads where there are enough of them.</summary>
/// <param name="team">Threads to run on.</param>
internal sealed class RowLoop(WorkerTeam team) : IParallelJob
{
    // Below this many numbers another core costs more to reach than it saves.
    private const int MinNumbersPerChunk = 16_384;

    private Action<int> _work = _ => { };

    /// <param name="rows">Number of rows.</param>
    /// <param name="numbersPerRow">Numbers that the work on one row goes through.</param>
    /// <param name="work">What to do with one row, by its number.</param>
    public void Run(int rows, long numbersPerRow, Action<int> work)
    {
        _work = work;
        team.Run(this, rows, (int)Math.Clamp(MinNumbersPerChunk / Math.Max(1, numbersPerRow), 1, int.MaxValue));
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var row = start; row < end; row++)
            _work(row);
    }
}
