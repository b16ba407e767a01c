using Freehold.Benchmarks.Engine;
using Freehold.Inference;

namespace Freehold.Benchmarks.Fairness;

/// <summary>
/// What one tenant's load does to another's first token. The neighbour sends requests at a steady rate whatever becomes of them: first so
/// that it alone would keep the engine a fifth of the time busy, then ten times as often, which is twice what the engine can do.
/// </summary>
internal sealed class FairnessBenchmark : IBenchmark
{
    private const int DefaultRequests = 20;
    private const double QuietLoad = 0.2, LoudFactor = 10;

    public string Name => "fairness";

    public string Summary => "a tenant's time to first token beside a quiet neighbour and beside one with ten times the load";

    public IReadOnlyCollection<string> Options => ["--model", "--synthetic", "--requests", "--batch-tokens"];

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var path = arguments.Text("--model")
            ?? SyntheticModel.Ensure(arguments.Text("--synthetic") ?? "15m-q8_0", cancellationToken);
        var requests = arguments.Integer("--requests", DefaultRequests, 2, 1_000);
        var load = new ModelLoadOptions();
        load = load with { MaxBatchTokens = arguments.Integer("--batch-tokens", load.MaxBatchTokens, 16, 512) };
        await using var engine = await ManagedEngine.LoadAsync(path, load, cancellationToken: cancellationToken);
        var tenants = new TenantLoad(engine);

        await tenants.RunVictimAsync(3, idleMs: 1, cancellationToken);
        var serviceMs = await tenants.NeighbourServiceMsAsync(cancellationToken);
        var idleMs = 2 * serviceMs;
        var alone = await tenants.RunVictimAsync(requests, idleMs, cancellationToken);
        var quiet = await BesideNeighbourAsync(tenants, serviceMs / QuietLoad, requests, idleMs, cancellationToken);
        var loud = await BesideNeighbourAsync(tenants, serviceMs / QuietLoad / LoudFactor, requests, idleMs, cancellationToken);

        Add(report, "alone", alone);
        Add(report, "quiet", quiet);
        Add(report, "loud", loud);
        report.Add("ratio_p50", Percentile(loud, 0.5) / Percentile(quiet, 0.5), "loud to quiet");
        report.Add("ratio_p95", Percentile(loud, 0.95) / Percentile(quiet, 0.95));
        report.Add("ratio_mean", loud.Average() / quiet.Average());
        report.Add("neighbour_service_ms", serviceMs, "of one request of it alone");
        report.Add("neighbour_answered", tenants.Answered);
        report.Add("neighbour_refused", tenants.Refused, "its part of the queue was full");
    }

    private static async Task<List<double>> BesideNeighbourAsync(
        TenantLoad tenants, double intervalMs, int requests, double idleMs, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var neighbour = tenants.RunNeighbourAsync(intervalMs, stop.Token);
        await TenantLoad.WarmUpAsync(intervalMs, cancellationToken);
        var times = await tenants.RunVictimAsync(requests, idleMs, cancellationToken);
        await stop.CancelAsync();
        await neighbour;
        return times;
    }

    private static void Add(Report report, string name, List<double> times)
    {
        report.Add($"ttft_{name}_p50_ms", Percentile(times, 0.5), $"{times.Count} requests, {times.Min():N1} to {times.Max():N1}");
        report.Add($"ttft_{name}_p95_ms", Percentile(times, 0.95));
    }

    private static double Percentile(List<double> values, double part) => values.Order().ElementAt((int)Math.Round(part * (values.Count - 1)));
}
