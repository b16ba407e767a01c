using System.Diagnostics;

namespace Freehold.Benchmarks.Gateway;

/// <summary>
/// How long the disk takes to make a few pages durable. No answer of Freehold's is finished before its outcome is, so no added latency can be
/// below this; it belongs beside every figure that was measured on the same disk.
/// </summary>
internal static class FlushProbe
{
    private const int Flushes = 100;
    private const int PageBytes = 4_096;

    /// <summary>Times of a page's write and flush, one after another, in ascending order; in milliseconds.</summary>
    public static double[] Run()
    {
        var path = Path.Combine(Path.GetTempPath(), $"freehold-benchmark-{Guid.NewGuid():N}");
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose, Flushes * PageBytes);
        var page = new byte[PageBytes];
        var times = new double[Flushes];
        for (var i = 0; i < Flushes; i++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, i * PageBytes);
            RandomAccess.FlushToDisk(file);
            times[i] = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }
}
