namespace Freehold.Benchmarks.Gateway;

/// <summary>Turns rounds into figures. Rounds are indexed by round, then as the targets: direct, pass-through, Freehold.</summary>
internal static class GatewayFigures
{
    private const int Direct = 0, PassThrough = 1, Freehold = 2;

    public static void AddThroughput(Report report, LoadTarget[] targets, LoadResult[][] rounds)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            report.AddMedian($"{targets[i].Name}_rps", Of(rounds, round => round[i].PerSecond));
        }

        report.AddMedian("ratio_to_passthrough", Of(rounds, round => round[Freehold].PerSecond / round[PassThrough].PerSecond));
        for (var i = 0; i < targets.Length; i++)
        {
            report.AddMedian($"{targets[i].Name}_cpu_us", Of(rounds, round => round[i].CpuUsPerRequest), "processor time of its process, a request");
        }
    }

    public static void AddLatencies(Report report, LoadTarget[] targets, LoadResult[][] rounds)
    {
        foreach (var (name, share) in ((string, double)[])[("p50", 0.5), ("p99", 0.99)])
        {
            report.AddMedian($"added_{name}_ms", Of(rounds, round => round[Freehold].Percentile(share) - round[Direct].Percentile(share)));
            report.AddMedian(
                $"passthrough_added_{name}_ms", Of(rounds, round => round[PassThrough].Percentile(share) - round[Direct].Percentile(share)));
            for (var i = 0; i < targets.Length; i++)
            {
                report.AddMedian($"{targets[i].Name}_{name}_ms", Of(rounds, round => round[i].Percentile(share)));
            }
        }

        for (var i = 0; i < targets.Length; i++)
        {
            report.AddMedian($"{targets[i].Name}_open_cpu_us", Of(rounds, round => round[i].CpuUsPerRequest), "the same, at the constant rate");
        }
    }

    public static void AddFlushes(Report report, double[][] rounds)
    {
        report.AddMedian("disk_flush_p50_ms", [.. rounds.Select(times => times[times.Length / 2])], "one page; the least that a durable outcome adds");
        report.AddMedian("disk_flush_p99_ms", [.. rounds.Select(times => times[times.Length * 99 / 100])], "one page");
    }

    public static void AddFirstEvents(Report report, LoadTarget[] targets, LoadResult[][] rounds)
    {
        for (var i = 1; i < targets.Length; i++)
        {
            report.AddMedian(
                $"{(i == PassThrough ? "passthrough_" : "")}added_first_event_p50_ms",
                Of(rounds, round => round[i].Percentile(0.5) - round[Direct].Percentile(0.5)));
        }
    }

    public static void AddEvents(Report report, LoadTarget[] targets, LoadResult[][] rounds)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            report.AddMedian($"{targets[i].Name}_events_per_s", Of(rounds, round => round[i].EventsPerSecond));
        }
    }

    private static double[] Of(LoadResult[][] rounds, Func<LoadResult[], double> figure) => [.. rounds.Select(figure)];
}
