using System.Diagnostics;
using System.Globalization;
using Freehold.Cluster.Tests.Support;
using Freehold.Testing.Postgres;

namespace Freehold.Cluster.Tests.Faults;

/// <summary>
/// The promise under faults: whatever is killed when, what a client saw finished is in the log exactly once, and what is not answered can be
/// asked again. Real processes, a real PostgreSQL, real kills; the figures go to the test's output.
/// </summary>
public sealed class FaultTests
{
    private const int RequestsPerSecond = 200;
    private const int Seed = 20_261_122;

    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillRun = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_are_killed_one_after_another_and_nothing_finished_is_lost()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var cluster = await TestCluster.StartAsync(Stop);
        using var load = new Load(cluster, RequestsPerSecond);
        using var end = new CancellationTokenSource(KillRun);
        var run = load.RunAsync(end.Token);
        var kills = new List<long>();
        var random = new Random(Seed);
        using (var timer = new PeriodicTimer(KillEvery))
        {
            while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(Stop) && !end.IsCancellationRequested)
            {
                var silo = random.Next(TestCluster.Silos);
                kills.Add(Stopwatch.GetTimestamp());
                cluster.KillSilo(silo);
                await cluster.StartSiloAsync(silo, Stop); // As a service manager does.
            }
        }

        await run;
        await JudgeAsync(cluster, load, $"{kills.Count} silos killed", kills);
    }

    [Fact]
    public async Task The_database_is_away_for_ten_seconds_and_nothing_finished_is_lost()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var cluster = await TestCluster.StartAsync(Stop);
        using var load = new Load(cluster, RequestsPerSecond);
        using var end = new CancellationTokenSource();
        var run = load.RunAsync(end.Token);
        await Task.Delay(Outage / 2, TimeProvider.System, Stop);

        var stoppedAt = Stopwatch.GetTimestamp();
        cluster.Postgres.Stop();
        await Task.Delay(Outage, TimeProvider.System, Stop);
        cluster.Postgres.Start();

        await Task.Delay(Outage, TimeProvider.System, Stop);
        await end.CancelAsync();
        await run;
        await JudgeAsync(cluster, load, "PostgreSQL away for 10 s", [stoppedAt]);
    }

    private static async Task JudgeAsync(TestCluster cluster, Load load, string what, IReadOnlyList<long> faults)
    {
        var log = await LogContents.ReadAsync(cluster.Urls[^1], Stop);
        var finished = load.Requests.Where(request => request.Id is not null).ToArray();
        var failed = load.Requests.Where(request => request.Id is null).ToArray();
        var lost = finished.Where(request => !log.Ids.ContainsKey(request.Id!)).ToArray();
        var twice = log.Ids.Where(entry => entry.Value > 1).ToArray();
        var recoveries = faults.Select(fault => Recovery(fault, faults, load.Requests)).Order().ToArray();
        TestContext.Current.SendDiagnosticMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: requests {load.Requests.Count}, answered {finished.Length}, retried {load.Requests.Count(request => request.Tries > 1)}, "
            + $"failed {failed.Length}, lost {lost.Length}, logged twice {twice.Length}, "
            + $"recovery median {recoveries[recoveries.Length / 2].TotalSeconds:0.0} s, longest {recoveries[^1].TotalSeconds:0.0} s; tries not answered: "
            + $"{string.Join(", ", load.Reasons.OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Key} {reason.Value}"))}"));

        Assert.True(lost.Length == 0, $"{lost.Length} finished answers have no outcome, as {lost.FirstOrDefault()}.\n{cluster.Outputs()}");
        Assert.Empty(twice);
        var unclear = failed.Where(request => !request.Failure!.StartsWith("retryable", StringComparison.Ordinal)).ToArray();
        Assert.True(unclear.Length == 0, $"{unclear.Length} requests failed without being told to ask again, as {unclear.FirstOrDefault()}.\n{cluster.Outputs()}");
        Assert.True(finished.Length > load.Requests.Count * 0.9, $"Only {finished.Length} of {load.Requests.Count} requests were answered.\n{cluster.Outputs()}");
        Assert.Equal(finished.Length, finished.Select(request => request.Id).Distinct().Count());
    }

    /// <summary>From a fault until the last moment, before the next fault, at which an answer took longer than a second or had to be asked for twice.</summary>
    private static TimeSpan Recovery(long fault, IReadOnlyList<long> faults, IEnumerable<Request> requests)
    {
        var next = faults.Where(other => other > fault).DefaultIfEmpty(long.MaxValue).Min();
        var disturbed = requests
            .Where(request => request.EndedAt > fault && request.StartedAt < next && request.StartedAt >= fault - Stopwatch.Frequency)
            .Where(request => request.Tries > 1 || Stopwatch.GetElapsedTime(request.StartedAt, request.EndedAt) > TimeSpan.FromSeconds(1))
            .Select(request => request.EndedAt)
            .DefaultIfEmpty(fault)
            .Max();
        return Stopwatch.GetElapsedTime(fault, disturbed);
    }
}
