using Freehold.Inference.Kernels;

namespace Freehold.Inference.Training.Kernels;

/// <summary>Work on rows, each by itself, split over the threads where there are enough of them.</summary>
/// <param name="team">Threads to run on.</param>
/// <param name="pause">Called between parts of long work; may wait, and may throw.</param>
internal sealed class RowLoop(WorkerTeam team, Action? pause = null) : IParallelJob
{
    // Below this many numbers another core costs more to reach than it saves.
    private const int MinNumbersPerChunk = 16_384;

    // After so many numbers others are asked whether they want the processors: some 30 ms of one core.
    private const long NumbersPerTurn = 1L << 25;

    private Action<int> _work = _ => { };
    private int _first;

    /// <param name="rows">Number of rows.</param>
    /// <param name="numbersPerRow">Numbers that the work on one row goes through.</param>
    /// <param name="work">What to do with one row, by its number.</param>
    public void Run(int rows, long numbersPerRow, Action<int> work)
    {
        _work = work;
        var perRow = Math.Max(1, numbersPerRow);
        var minChunk = (int)Math.Clamp(MinNumbersPerChunk / perRow, 1, int.MaxValue);
        var turnRows = (int)Math.Clamp(NumbersPerTurn / perRow, 1, Math.Max(1, rows));
        for (_first = 0; _first < rows; _first += turnRows)
        {
            if (_first > 0)
                pause?.Invoke();
            team.Run(this, Math.Min(turnRows, rows - _first), minChunk);
        }
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var row = _first + start; row < _first + end; row++)
            _work(row);
    }
}
