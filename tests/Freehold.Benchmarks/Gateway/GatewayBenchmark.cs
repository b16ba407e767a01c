namespace Freehold.Benchmarks.Gateway;

/// <summary>
/// What Freehold adds to a request, beside a mock upstream called directly and a bare proxy before it; three processes that are measured from a
/// fourth. Rounds alternate between the three, so that whatever else the machine does hits all of them alike.
/// </summary>
internal sealed class GatewayBenchmark : IBenchmark
{
    private const int Connections = 64;
    private const int OpenRatePerSecond = 2_000;
    private const int ClosedRounds = 5;
    private const int OpenRounds = 4;
    private const int StreamRounds = 3;
    private const int FlushRounds = 3;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ClosedTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StreamTime = TimeSpan.FromSeconds(0.7);

    public string Name => "gateway";

    public string Summary => "requests/s and added latency of the gateway, beside a bare proxy and no proxy at all";

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var upstream = ChildProcess.Start("Freehold.MockUpstream", []);
        var upstreamUrl = await upstream.ReadUrlAsync(cancellationToken);
        await using var proxy = ChildProcess.Start("Freehold.Benchmarks", [PassThroughProxy.Verb, upstreamUrl.ToString()]);
        var proxyUrl = await proxy.ReadUrlAsync(cancellationToken);
        await using var freehold = new FreeholdServer(upstreamUrl);
        var ofFreehold = await freehold.ReadyAsync(cancellationToken);
        LoadTarget[] targets =
        [
            new("direct", upstreamUrl, null, upstream),
            new("passthrough", proxyUrl, null, proxy),
            ofFreehold,
        ];

        Array.ForEach(targets, target => LoadGenerator.RunClosed(target, Connections, WarmUpTime, stream: false));
        Array.ForEach(targets, target => LoadGenerator.RunClosed(target, Connections, StreamTime, stream: true));
        GatewayFigures.AddThroughput(report, targets, Repeat(
            ClosedRounds, targets, target => LoadGenerator.RunClosed(target, Connections, ClosedTime, stream: false), cancellationToken));
        GatewayFigures.AddLatencies(report, targets, Repeat(
            OpenRounds, targets, target => LoadGenerator.RunOpen(target, Connections, OpenTime, OpenRatePerSecond), cancellationToken));
        GatewayFigures.AddFlushes(report, [.. Enumerable.Range(0, FlushRounds).Select(_ => FlushProbe.Run())]);
        GatewayFigures.AddFirstEvents(report, targets, Repeat(
            StreamRounds, targets, target => LoadGenerator.RunClosed(target, 1, StreamTime, stream: true), cancellationToken));
        GatewayFigures.AddEvents(report, targets, Repeat(
            StreamRounds, targets, target => LoadGenerator.RunClosed(target, Connections, StreamTime, stream: true), cancellationToken));
        await CheckOutcomesAsync(report, freehold, ofFreehold, cancellationToken);
    }

    private static LoadResult[][] Repeat(
        int rounds, LoadTarget[] targets, Func<LoadTarget, LoadResult> round, CancellationToken cancellationToken)
    {
        var results = Enumerable.Range(0, rounds).Select(_ => new LoadResult[targets.Length]).ToArray();
        foreach (var ofRound in results)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ofRound[i] = round(targets[i]);
            }
        }

        return results;
    }

    /// <summary>Figures with the log off would be worth nothing: as many outcomes as answers, or there are no figures.</summary>
    private static async Task CheckOutcomesAsync(
        Report report, FreeholdServer freehold, LoadTarget ofFreehold, CancellationToken cancellationToken)
    {
        var outcomes = await freehold.CountOutcomesAsync(ofFreehold, cancellationToken);
        if (outcomes != ofFreehold.Answered)
        {
            throw new InvalidOperationException($"{ofFreehold.Answered} requests were answered, but the log holds {outcomes} outcomes.");
        }

        report.Add("freehold_answered", ofFreehold.Answered);
        report.Add("freehold_outcomes", outcomes, "read back through the API");
    }
}
