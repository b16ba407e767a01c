using System.Diagnostics;

namespace Freehold.Benchmarks.Router;

/// <summary>
/// What routing adds to a request of 1 KB, on one core: label, features, workload and decision, as the gateway and the router do them. Also
/// whether anything grows with the number of decisions.
/// </summary>
internal sealed class RouterBenchmark : IBenchmark
{
    private const int PromptBytes = 1_024, PromptCount = 256, WarmUps = 20_000;

    public string Name => "router";

    public string Summary => "decisions a second and their latency: label + features + workload + plan of a 1 KB prompt, one core";

    public IReadOnlyCollection<string> Options => ["--decisions"];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var decisions = arguments.Integer("--decisions", 200_000, 10_000, 100_000_000);
        var prompts = PromptTexts.Make(PromptCount, PromptBytes);
        var path = RouterPath.Make();
        for (var i = 0; i < WarmUps; i++)
        {
            path.Decide(prompts[i % PromptCount]);
        }

        var heapBefore = HeapBytes();
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var latencies = new LatencyCounts();
        var startedAt = Stopwatch.GetTimestamp();
        var last = startedAt;
        var heapAfterMillion = 0L;
        for (var i = 0; i < decisions; i++)
        {
            path.Decide(prompts[i % PromptCount]);
            var now = Stopwatch.GetTimestamp();
            latencies.Add(now - last);
            last = now;
            if (i == 1_000_000)
            {
                cancellationToken.ThrowIfCancellationRequested();
                heapAfterMillion = HeapBytes();
                last = Stopwatch.GetTimestamp();
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        report.Add("decision_p50_us", latencies.QuantileUs(0.5));
        report.Add("decision_p99_us", latencies.QuantileUs(0.99));
        report.Add("decision_p999_us", latencies.QuantileUs(0.999));
        report.Add("decisions_per_s", decisions / elapsed.TotalSeconds);
        report.Add("allocated_bytes_per_decision", (double)allocated / decisions);
        report.Add("heap_start_mb", heapBefore / 1e6);
        report.Add("heap_1m_mb", (heapAfterMillion == 0 ? HeapBytes() : heapAfterMillion) / 1e6, decisions > 1_000_000 ? "" : "after fewer than a million");
        report.Add("heap_end_mb", HeapBytes() / 1e6, $"after {decisions} decisions");
        AddParts(report, path, prompts);
        AddLabelling(report, path);
        return Task.CompletedTask;
    }

    /// <summary>What each part of a decision takes on average.</summary>
    private static void AddParts(Report report, RouterPath path, string[] prompts)
    {
        const int rounds = 20_000;
        foreach (var (name, part) in path.Parts)
        {
            for (var i = 0; i < rounds / 4; i++)
            {
                part(prompts[i % PromptCount]);
            }

            var startedAt = Stopwatch.GetTimestamp();
            for (var i = 0; i < rounds; i++)
            {
                part(prompts[i % PromptCount]);
            }

            report.Add($"{name}_us", Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds / rounds);
        }
    }

    /// <summary>Labelling of long clean text.</summary>
    private static void AddLabelling(Report report, RouterPath path)
    {
        const int texts = 64, bytes = 256 * 1_024, rounds = 3;
        var clean = PromptTexts.Make(texts, bytes, personal: 0);
        var speeds = new List<double>();
        path.Label(clean[0]);
        for (var round = 0; round < rounds; round++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            foreach (var text in clean)
            {
                path.Label(text);
            }

            speeds.Add((double)texts * bytes / 1e6 / Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        }

        report.AddMedian("labels_mb_per_s", speeds, "clean text, one core");
    }

    private static long HeapBytes()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
