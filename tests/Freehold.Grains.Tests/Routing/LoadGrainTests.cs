using Freehold.Contracts.Routing;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Routing;

public class LoadGrainTests
{
    [Fact]
    public async Task What_workers_say_is_told_in_order_of_their_places()
    {
        await using var house = await House.StartAsync();
        var load = house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key);
        await load.ReportAsync(Busy("silo-2/cpu0", 3), default);
        await load.ReportAsync(Busy("silo-1/cpu0", 1), default);

        var snapshot = await load.GetNewerAsync(0, default);

        Assert.Equal(["silo-1/cpu0", "silo-2/cpu0"], snapshot!.Workers.Select(worker => worker.Place));
        Assert.Equal([1, 3], snapshot.Workers.Select(worker => worker.Models[0].WaitingRequests));
    }

    [Fact]
    public async Task Only_those_who_know_less_are_answered()
    {
        await using var house = await House.StartAsync();
        var load = house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key);
        await load.ReportAsync(Busy("silo-1/cpu0", 1), default);
        var known = (await load.GetNewerAsync(0, default))!.Version;

        await load.ReportAsync(Busy("silo-1/cpu0", 1), default);
        Assert.Null(await load.GetNewerAsync(known, default));

        await load.ReportAsync(Busy("silo-1/cpu0", 2), default);
        var newer = await load.GetNewerAsync(known, default);
        Assert.True(newer!.Version > known);
        Assert.Equal(2, newer.Workers[0].Models[0].WaitingRequests);
    }

    [Fact]
    public async Task A_worker_that_fell_silent_is_no_longer_told_of()
    {
        await using var house = await House.StartAsync();
        var load = house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key);
        await load.ReportAsync(Busy("silo-1/cpu0", 1), default);
        await load.ReportAsync(Busy("silo-2/cpu0", 1), default);
        var known = (await load.GetNewerAsync(0, default))!.Version;

        house.Cluster.Time.Advance(TimeSpan.FromSeconds(ILoadGrain.LeaseSeconds - 1));
        await load.ReportAsync(Busy("silo-2/cpu0", 1), default);
        house.Cluster.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("silo-2/cpu0", Assert.Single((await load.GetNewerAsync(known, default))!.Workers).Place);
    }

    private static WorkerLoad Busy(string place, int waiting) => new()
    {
        Place = place,
        Models = [new ModelLoad { Model = "tiny", WaitingRequests = waiting, ActiveRequests = 4, MaxActiveRequests = 4 }],
    };
}
