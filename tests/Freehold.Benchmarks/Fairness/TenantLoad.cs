using System.Diagnostics;
using Freehold.Benchmarks.Engine;
using Freehold.Inference;

namespace Freehold.Benchmarks.Fairness;

/// <summary>Two tenants of one engine: one asks now and then, the other as often as it is told to.</summary>
internal sealed class TenantLoad(ManagedEngine engine)
{
    private const int VictimPrompt = 384, VictimAnswer = 8, NeighbourPrompt = 256, NeighbourAnswer = 32;
    private const int WarmUpRequests = 12;

    private readonly Random _random = new(1);
    private int _seed;
    private int _answered;
    private int _refused;

    public int Answered => _answered;

    public int Refused => _refused;

    /// <summary>Milliseconds to each of its first tokens; it asks again some time after the answer.</summary>
    public async Task<List<double>> RunVictimAsync(int requests, double idleMs, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < requests; i++)
        {
            await DelayAsync(idleMs * 2 * _random.NextDouble(), cancellationToken);
            var finished = await RunAsync("victim", VictimPrompt, VictimAnswer, cancellationToken);
            times.Add(finished?.Timings.FirstTokenMs ?? throw new InvalidOperationException("The quiet tenant was refused, or got no token."));
        }

        return times;
    }

    /// <summary>Milliseconds that one request of the neighbour takes alone.</summary>
    public async Task<double> NeighbourServiceMsAsync(CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await RunAsync("neighbour", NeighbourPrompt, NeighbourAnswer, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Report.Median(times);
    }

    /// <summary>Sends requests until it is stopped, whatever becomes of them; then waits for none of them.</summary>
    public async Task RunNeighbourAsync(double intervalMs, CancellationToken stop)
    {
        var running = new List<Task>();
        var (random, started, due) = (new Random(2), Stopwatch.GetTimestamp(), 0.0);
        while (!stop.IsCancellationRequested)
        {
            running.Add(SendAsync(stop));
            running.RemoveAll(task => task.IsCompletedSuccessfully);
            due += intervalMs * 2 * random.NextDouble();
            await DelayAsync(due - Stopwatch.GetElapsedTime(started).TotalMilliseconds, stop);
        }

        await Task.WhenAll(running);
    }

    /// <summary>Waits until the neighbour's load is what it will be.</summary>
    public static Task WarmUpAsync(double intervalMs, CancellationToken cancellationToken) =>
        DelayAsync(WarmUpRequests * intervalMs, cancellationToken);

    private async Task SendAsync(CancellationToken stop)
    {
        if (await RunAsync("neighbour", NeighbourPrompt, NeighbourAnswer, stop) is null)
            Interlocked.Increment(ref _refused);
        else
            Interlocked.Increment(ref _answered);
    }

    private async Task<GenerationFinished?> RunAsync(string tenant, int prompt, int answer, CancellationToken cancellationToken)
    {
        var request = new GenerationRequest
        {
            PromptTokenIds = Prompts.Random(engine.Info.VocabularySize, prompt, Interlocked.Increment(ref _seed)),
            MaxTokens = answer,
            Tenant = tenant,
        };
        await foreach (var next in engine.GenerateAsync(request, cancellationToken))
        {
            if (next is GenerationFinished finished)
                return finished;
        }

        return null;
    }

    private static async Task DelayAsync(double milliseconds, CancellationToken cancellationToken)
    {
        if (milliseconds >= 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
