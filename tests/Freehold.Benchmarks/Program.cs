using Freehold.Benchmarks;
using Freehold.Benchmarks.Cluster;
using Freehold.Benchmarks.Gateway;
using Freehold.Benchmarks.Runtime;

IBenchmark[] benchmarks = [new RuntimeBenchmark(), new GatewayBenchmark(), new ClusterBenchmark()];

// The bare proxy of the gateway's benchmark is this program once more, as a process of its own.
if (args is [PassThroughProxy.Verb, var upstream])
{
    await PassThroughProxy.RunAsync(new Uri(upstream));
    return 0;
}

var benchmark = args.Length == 1 ? Array.Find(benchmarks, candidate => candidate.Name == args[0]) : null;
if (benchmark is null)
{
    Console.Error.WriteLine("Name one benchmark:");
    foreach (var candidate in benchmarks)
    {
        Console.Error.WriteLine($"  {candidate.Name,-12} {candidate.Summary}");
    }

    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

var report = new Report(benchmark.Name);
await benchmark.RunAsync(report, interrupted.Token);
report.Print(Console.Out);
return 0;
