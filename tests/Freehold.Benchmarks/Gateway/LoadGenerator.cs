using System.Diagnostics;

namespace Freehold.Benchmarks.Gateway;

/// <summary>What one round of load showed.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="EventsPerSecond">Events of streams a second.</param>
/// <param name="CpuUsPerRequest">Processor time of the target for one answer, in microseconds.</param>
/// <param name="LatenciesMs">Of each request, in ascending order; in milliseconds.</param>
internal sealed record LoadResult(double PerSecond, double EventsPerSecond, double CpuUsPerRequest, double[] LatenciesMs)
{
    /// <summary>The latency that this share of the requests kept below.</summary>
    public double Percentile(double share) => LatenciesMs[Math.Min(LatenciesMs.Length - 1, (int)(share * LatenciesMs.Length))];
}

/// <summary>Puts load on a target from blocking threads, one for each connection.</summary>
internal static class LoadGenerator
{
    /// <summary>As much as goes: every connection sends its next request when it has its answer. Latencies are to the body's first byte.</summary>
    public static LoadResult RunClosed(LoadTarget target, int connections, TimeSpan duration, bool stream) =>
        Run(target, connections, stream, (connection, _, startAt, latencies) =>
        {
            var endAt = startAt + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            for (var sentAt = Stopwatch.GetTimestamp(); sentAt < endAt; sentAt = Stopwatch.GetTimestamp())
            {
                connection.Exchange();
                latencies.Add(Stopwatch.GetElapsedTime(sentAt, connection.FirstByteAt).TotalMilliseconds);
            }
        });

    /// <summary>
    /// At a constant rate of arrival, whatever the target does. A latency counts from when its request was due, so that a stall counts for
    /// every request that waited behind it, and not just for the one it hit.
    /// </summary>
    public static LoadResult RunOpen(LoadTarget target, int connections, TimeSpan duration, int perSecond) =>
        Run(target, connections, stream: false, (connection, number, startAt, latencies) =>
        {
            var requests = (int)(duration.TotalSeconds * perSecond);
            for (var i = number; i < requests; i += connections)
            {
                var dueAt = startAt + (i * Stopwatch.Frequency / perSecond);
                PreciseWait.Until(dueAt);
                connection.Exchange();
                latencies.Add(Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds);
            }
        });

    private static LoadResult Run(LoadTarget target, int count, bool stream, Action<LoadConnection, int, long, List<double>> body)
    {
        var checks = Enumerable.Range(0, count).Select(_ => new AnswerCheck(stream)).ToArray();
        var connections = checks.Select(check => new LoadConnection(target.Url, target.Request(stream), check)).ToArray();
        var latencies = checks.Select(_ => new List<double>(1 << 13)).ToArray();
        var fault = (Exception?)null;
        var cpuBefore = target.Process.CpuTime;
        var startAt = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100);
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                body(connections[i], i, startAt, latencies[i]);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref fault, e, null);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        var seconds = Stopwatch.GetElapsedTime(startAt).TotalSeconds;
        var cpu = target.Process.CpuTime - cpuBefore;
        Array.ForEach(connections, connection => connection.Dispose());
        if (fault is not null)
        {
            throw new InvalidOperationException($"The load on {target.Name} failed: {fault.Message}", fault);
        }

        var all = latencies.SelectMany(own => own).Order().ToArray();
        target.Answered += all.Length;
        return new LoadResult(all.Length / seconds, checks.Sum(check => check.Events) / seconds, cpu.TotalMicroseconds / all.Length, all);
    }
}
