using System.Diagnostics;
using System.Globalization;
using Orleans.Streams;

namespace Freehold.Benchmarks.Runtime;

/// <summary>Calls, activations, streams and enumerations in process, over the public API only.</summary>
internal sealed class RuntimeBenchmark : IBenchmark
{
    private const int Callers = 100;
    private const int Grains = 100;
    private const int CallsPerRound = 2_000_000;
    private const int Activations = 100_000;
    private const int StreamItems = 200_000;
    private const int EnumeratedItems = 1_000_000;
    private const int Rounds = 5;
    private const string StreamProvider = "benchmark";

    public string Name => "runtime";

    public string Summary => "calls/s, activations/s and bytes an activation of the actor runtime";

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        report.AddMedian("calls_per_s", await RepeatAsync(CallsAsync, cancellationToken), "100 callers, 100 grains");
        report.AddMedian("sequential_calls_per_s", await RepeatAsync(SequentialCallsAsync, cancellationToken), "1 caller, 1 grain");
        await ActivationsAsync(report, cancellationToken);
        report.AddMedian("stream_items_per_s", await RepeatAsync(StreamAsync, cancellationToken), "1 producer, 1 subscriber");
        report.AddMedian("enumerated_items_per_s", await RepeatAsync(EnumerateAsync, cancellationToken), "ready items, batches of 100");
    }

    /// <summary>Rounds on one host; the first, which warms it up, is not counted.</summary>
    private static async Task<List<double>> RepeatAsync(
        Func<RuntimeHost, CancellationToken, Task<double>> round, CancellationToken cancellationToken)
    {
        await using var host = await RuntimeHost.StartAsync(StreamProvider, cancellationToken);
        await round(host, cancellationToken);
        var rates = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            rates.Add(await round(host, cancellationToken));
        }

        return rates;
    }

    private static async Task<double> CallsAsync(RuntimeHost host, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(host, caller, cancellationToken)));
        return CallsPerRound / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task CallAsync(RuntimeHost host, int caller, CancellationToken cancellationToken)
    {
        // Without this the first caller would run its first calls on the thread that starts the others.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var grains = Enumerable.Range(0, Grains).Select(grain => host.Client.GetGrain<IAccountGrain>(Key(grain))).ToArray();
        var line = new OrderLine("article", 2, 1_250_000);
        var lines = 0;
        for (var i = 0; i < CallsPerRound / Callers; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var total = await grains[(caller + (i * 7)) % Grains].Book(line);
            lines = Math.Max(lines, total.Lines);
        }

        ArgumentOutOfRangeException.ThrowIfZero(lines);
    }

    private static async Task<double> SequentialCallsAsync(RuntimeHost host, CancellationToken cancellationToken)
    {
        const int Calls = CallsPerRound / 20;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var grain = host.Client.GetGrain<IAccountGrain>("sequential");
        var line = new OrderLine("article", 2, 1_250_000);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await grain.Book(line);
        }

        return Calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task ActivationsAsync(Report report, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        var bytes = new List<double>();
        for (var i = 0; i <= Rounds; i++)
        {
            await using var host = await RuntimeHost.StartAsync(StreamProvider, cancellationToken);
            await host.Client.GetGrain<IAccountGrain>("first").Touch();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var started = Stopwatch.GetTimestamp();
            await ActivateAllAsync(host);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var after = GC.GetTotalMemory(forceFullCollection: true);
            if (i > 0)
            {
                seconds.Add(elapsed);
                bytes.Add((after - before) / (double)Activations);
            }
        }

        report.AddMedian("activations_s", seconds, "for 100,000");
        report.Add("activations_per_s", Activations / Report.Median(seconds));
        report.AddMedian("bytes_per_activation", bytes, "with key, grain and table entry");
    }

    private static Task ActivateAllAsync(RuntimeHost host) => Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var i = caller; i < Activations; i += Callers)
        {
            await host.Client.GetGrain<IAccountGrain>(Key(i)).Touch();
        }
    }));

    private static async Task<double> StreamAsync(RuntimeHost host, CancellationToken cancellationToken)
    {
        var stream = host.Client.GetStreamProvider(StreamProvider).GetStream<int>("benchmark", Guid.NewGuid().ToString("N"));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscription = await stream.SubscribeAsync((item, _) =>
        {
            if (item == StreamItems - 1)
            {
                done.SetResult();
            }

            return Task.CompletedTask;
        });
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < StreamItems; i++)
        {
            await stream.OnNextAsync(i);
        }

        await done.Task.WaitAsync(cancellationToken);
        var rate = StreamItems / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await subscription.UnsubscribeAsync();
        return rate;
    }

    private static async Task<double> EnumerateAsync(RuntimeHost host, CancellationToken cancellationToken)
    {
        var grain = host.Client.GetGrain<IAccountGrain>("enumerated");
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var _ in grain.Count(EnumeratedItems, cancellationToken))
        {
            count++;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(count, EnumeratedItems);
        return EnumeratedItems / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
}
