using System.Diagnostics;
using Freehold.Contracts.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Freehold.Benchmarks.Cluster;

/// <summary>100,000 grains without stored state, activated by one call each from a client outside of the silos.</summary>
internal static class Activations
{
    private const int Grains = 100_000;
    private const int Callers = 64;

    public static async Task MeasureAsync(Report report, string database, CancellationToken cancellationToken)
    {
        using var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(client => client
                .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("freehold", "freehold"))
                .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", database)))
            .Build();
        await host.StartAsync(cancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var before = await PerSiloAsync(grains);
        var (seconds, _) = await CallAllAsync(grains, cancellationToken);
        report.Add("activations_100k_s", seconds, "a call each, two silos, placed by Orleans");
        report.Add("activations_per_s", Grains / seconds);
        var (again, _) = await CallAllAsync(grains, cancellationToken);
        report.Add("calls_100k_s", again, "the same calls, with every grain there");
        var after = await PerSiloAsync(grains);
        var made = after.Select(silo => silo.Value - before.GetValueOrDefault(silo.Key)).ToArray();
        report.Add("activations_smaller_share", made.Min() / (double)made.Sum(), $"{string.Join(" and ", made)} grains on the two silos");
        await host.StopAsync(cancellationToken);
    }

    private static async Task<(double Seconds, int Calls)> CallAllAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var next = -1;
        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var own = 0;
            for (int i; (i = Interlocked.Increment(ref next)) < Grains; own++)
            {
                await grains.GetGrain<IProviderGrain>(new ProviderId($"none-{i}", 0).ToString()).IsCompletingAsync("none", cancellationToken);
            }

            return own;
        }));
        return (Stopwatch.GetElapsedTime(startedAt).TotalSeconds, calls.Sum());
    }

    private static async Task<Dictionary<string, int>> PerSiloAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(entry => entry.GrainType.Contains("ProviderGrain", StringComparison.Ordinal))
            .GroupBy(entry => entry.SiloAddress.ToString())
            .ToDictionary(silo => silo.Key, silo => silo.Sum(entry => entry.ActivationCount));
    }
}
