using Freehold.Benchmarks.Gateway;
using Freehold.Testing.Postgres;

namespace Freehold.Benchmarks.Cluster;

/// <summary>
/// What a cluster costs on one machine: requests before a mock upstream through the embedded build (on SQLite and on PostgreSQL), and through
/// 1, 2 and 3 silos on PostgreSQL, one after the other; the first is measured again at the end, for what the machine did meanwhile. Silos,
/// database, upstream and load share the machine's cores, so that more silos show what they cost here and not what they bring on machines
/// of their own. Then 100,000 activations through a client, over two silos.
/// </summary>
internal sealed class ClusterBenchmark : IBenchmark
{
    private const int Connections = 48;
    private const int Rounds = 5;
    private const int MaxSilos = 3;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(2);

    private readonly string _adminKey = $"benchmark-{Guid.NewGuid():N}";

    public string Name => "cluster";

    public string Summary => "requests/s through 1, 2 and 3 silos beside the embedded build, and activations over two";

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        using var postgres = PostgresServer.Create();
        await using var upstream = ChildProcess.Start("Freehold.MockUpstream", []);
        var upstreamUrl = await upstream.ReadUrlAsync(cancellationToken);
        var embedded = await MeasureAsync(report, "embedded_sqlite", "embedded", upstreamUrl, [[]], cancellationToken);
        var onPostgres = await MeasureAsync(
            report, "embedded_postgres", "embedded", upstreamUrl, [["--postgres", postgres.CreateDatabase()]], cancellationToken);
        for (var silos = 1; silos <= MaxSilos; silos++)
        {
            var database = postgres.CreateDatabase();
            var cluster = await MeasureAsync(
                report,
                $"silos{silos}",
                "orleans",
                upstreamUrl,
                [.. Enumerable.Range(1, silos).Select(silo => (string[])["--postgres", database, "--name", $"silo-{silo}"])],
                cancellationToken,
                silos == 2 ? () => Activations.MeasureAsync(report, database, cancellationToken) : null);
            report.Add($"silos{silos}_added_us_per_request", MicrosecondsAdded(embedded, cluster), "over the embedded build on SQLite, at full load");
        }

        report.Add("postgres_added_us_per_request", MicrosecondsAdded(embedded, onPostgres), "embedded build: PostgreSQL over SQLite, at full load");
        var again = await MeasureAsync(report, "embedded_sqlite_again", "embedded", upstreamUrl, [[]], cancellationToken);
        report.Add("drift", again / embedded, "the first measurement again at the end, as a ratio");
    }

    private async Task<double> MeasureAsync(
        Report report,
        string name,
        string runtime,
        Uri upstream,
        string[][] members,
        CancellationToken cancellationToken,
        Func<Task>? also = null)
    {
        var servers = new List<FreeholdServer>();
        try
        {
            var targets = new List<LoadTarget>();
            foreach (var arguments in members)
            {
                servers.Add(new FreeholdServer(name, runtime, upstream, _adminKey, arguments));
                targets.Add(await servers[^1].ReadyAsync(cancellationToken));
            }

            Load(targets, WarmUpTime);
            var rounds = Enumerable.Range(0, Rounds).Select(_ => Load(targets, RoundTime)).ToArray();
            report.AddMedian($"{name}_rps", [.. rounds.Select(round => round.PerSecond)]);
            report.AddMedian($"{name}_cpu_us_per_request", [.. rounds.Select(round => round.CpuUsPerRequest)], "processor time of the silos");
            report.AddMedian($"{name}_p50_ms", [.. rounds.Select(round => round.Percentile(0.5))]);
            if (also is not null)
            {
                await also();
            }

            return Report.Median([.. rounds.Select(round => round.PerSecond)]);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>The same number of connections in all, spread over the silos.</summary>
    private static LoadResult Load(List<LoadTarget> targets, TimeSpan duration)
    {
        var results = new LoadResult[targets.Count];
        var threads = targets.Select((target, i) => new Thread(
            () => results[i] = LoadGenerator.RunClosed(target, Connections / targets.Count, duration, stream: false))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        var perSecond = results.Sum(result => result.PerSecond);
        return new LoadResult(
            perSecond,
            0,
            results.Sum(result => result.CpuUsPerRequest * result.PerSecond) / perSecond,
            [.. results.SelectMany(result => result.LatenciesMs).Order()]);
    }

    private static double MicrosecondsAdded(double before, double after) => (1e6 / after) - (1e6 / before);
}
