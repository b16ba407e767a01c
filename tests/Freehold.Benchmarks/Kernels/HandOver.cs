using System.Diagnostics;
using Freehold.Inference.Kernels;

namespace Freehold.Benchmarks.Kernels;

/// <summary>What it costs to share a job that has next to no work.</summary>
internal static class HandOver
{
    private const int Rounds = 300, Jobs = 1_000;

    /// <summary>Microseconds a job, the best of a few rounds.</summary>
    public static double MeasureUs(WorkerTeam team)
    {
        var job = new EmptyJob();
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Jobs; i++)
                team.Run(job, 16 * team.Threads, minChunk: 1);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / Jobs);
        }

        return best;
    }

    private sealed class EmptyJob : IParallelJob
    {
        public void Run(int worker, int start, int end)
        {
        }
    }
}
