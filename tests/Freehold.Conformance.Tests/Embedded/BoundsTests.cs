using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;
using Freehold.Testing.Embedded;

namespace Freehold.Conformance.Tests.Embedded;

public sealed class BoundsTests
{
    [Fact]
    public async Task Over_the_bound_of_waiting_calls_the_next_is_refused_and_the_others_are_answered()
    {
        await using var cluster = await StartAsync(maxWaitingCalls: 50);
        var key = Probe.NewKey();
        var grain = cluster.GrainFactory.GetGrain<ITurnsGrain>(key);
        var held = grain.Hold(key);
        Assert.Equal("entered", await Probe.NextAsync(key));
        var waiting = Enumerable.Range(0, 50).Select(_ => grain.AddSlowly()).ToArray();

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => grain.AddSlowly());

        Assert.Contains("MaxWaitingCallsPerActivation", refused.Message, StringComparison.Ordinal);
        Probe.Open(key);
        await held;
        Assert.Equal(Enumerable.Range(1, 50), (await Task.WhenAll(waiting)).Order());
        Assert.Equal(51, await grain.AddSlowly());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_never_runs()
    {
        await using var cluster = await StartAsync(maxWaitingCalls: 10);
        var key = Probe.NewKey();
        var grain = cluster.GrainFactory.GetGrain<ICallGrain>(key);
        var held = grain.Hold(key + "gate");
        Assert.Equal("held", await Probe.NextAsync(key + "gate"));
        using var cancellation = new CancellationTokenSource();
        var waiting = grain.Run(cancellation.Token);

        await cancellation.CancelAsync();
        Probe.Open(key + "gate");
        await held;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await grain.Nothing();
        Assert.True(Probe.IsEmpty(key));
    }

    [Fact]
    public async Task Calls_of_one_caller_arrive_in_order()
    {
        await using var cluster = await StartAsync(maxWaitingCalls: 1000);
        var grain = cluster.GrainFactory.GetGrain<ITurnsGrain>(Probe.NewKey());

        var calls = await Task.WhenAll(Enumerable.Range(0, 500).Select(grain.Append));

        Assert.Equal(Enumerable.Range(0, 500), calls[^1]);
    }

    [Fact]
    public async Task A_call_to_a_stopped_runtime_is_refused()
    {
        var cluster = await StartAsync(maxWaitingCalls: 10);
        var grain = cluster.GrainFactory.GetGrain<ITurnsGrain>(Probe.NewKey());
        await grain.AddSlowly();

        await cluster.DisposeAsync();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.AddSlowly());
    }

    [Fact]
    public async Task An_activation_costs_little_memory()
    {
        const int Count = 10_000;
        const double MaxBytes = 1_500;
        await using var cluster = await StartAsync(maxWaitingCalls: 10);
        await cluster.GrainFactory.GetGrain<ITurnsGrain>("first").Touch();

        // Other tests allocate at the same time, so the least of a few attempts counts.
        var least = double.MaxValue;
        for (var attempt = 0; attempt < 5 && least > MaxBytes; attempt++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < Count; i++)
            {
                await cluster.GrainFactory.GetGrain<ITurnsGrain>($"{attempt}-{i}").Touch();
            }

            least = Math.Min(least, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count);
        }

        Assert.InRange(least, 1, MaxBytes);
    }

    private static Task<EmbeddedCluster> StartAsync(int maxWaitingCalls) => EmbeddedCluster.StartAsync(options =>
    {
        options.GrainAssemblies.Add(typeof(TurnsGrain).Assembly);
        options.StreamProviders.Add(ConformanceCluster.StreamProvider);
        options.MaxWaitingCallsPerActivation = maxWaitingCalls;
    });
}
