using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Routing;

public class RouterGrainTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds);

    [Fact]
    public async Task A_policy_holds_once_its_lease_is_over()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await AnnounceAsync(house, "silo", Some.Local("tiny"), Some.Provider("up"));
        Assert.Equal(["tiny", "up"], await RouteAsync(house));

        await acme.SetPolicyAsync(Some.Policy("zones: {internal: [device]}"), default);
        house.Cluster.Time.Advance(Lease);

        Assert.Equal(["tiny"], await RouteAsync(house));
    }

    [Fact]
    public async Task Every_tenant_has_its_own_policy()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("open");
        var strict = await house.MakeTenantAsync("strict");
        await strict.SetPolicyAsync(Some.Policy("default_label: restricted"), default);
        await AnnounceAsync(house, "silo", Some.Local("tiny"), Some.Provider("up"));

        Assert.Equal(["tiny", "up"], await RouteAsync(house, "open"));
        Assert.Equal(["tiny"], await RouteAsync(house, "strict"));
    }

    [Fact]
    public async Task A_candidate_that_fails_moves_back_and_gets_its_chance_again()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AnnounceAsync(house, "silo", Some.Local("tiny"), Some.Provider("up"));
        var log = house.Grains.GetGrain<IOutcomeLogGrain>("acme/0");
        for (var i = 0; i < 3; i++)
        {
            await log.AppendAsync(Some.Outcome("acme", $"o{i}", house.Cluster.Time.GetUtcNow(), AttemptResult.Failed), default);
        }

        await house.Grains.GetGrain<IFiguresGrain>("acme").CatchUpAsync(default);
        Assert.Equal(["up", "tiny"], await RouteAsync(house));

        house.Cluster.Time.Advance(TimeSpan.FromSeconds(31));
        await AnnounceAsync(house, "silo", Some.Local("tiny"), Some.Provider("up"));
        Assert.Equal(["tiny", "up"], await RouteAsync(house));
    }

    [Fact]
    public async Task What_nobody_announces_any_more_is_gone()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AnnounceAsync(house, "silo-1", Some.Local("tiny"));
        await AnnounceAsync(house, "silo-2", Some.Local("small"));
        Assert.Equal(["small", "tiny"], await RouteAsync(house));

        house.Cluster.Time.Advance(TimeSpan.FromSeconds(ICatalogGrain.LeaseSeconds - 1));
        await AnnounceAsync(house, "silo-2", Some.Local("small"));
        house.Cluster.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["small"], await RouteAsync(house));
    }

    [Fact]
    public async Task The_catalog_answers_only_those_who_know_less()
    {
        await using var house = await House.StartAsync();
        var catalog = house.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
        await AnnounceAsync(house, "silo", Some.Local("tiny"));
        var known = await catalog.GetNewerAsync(-1, default);
        await AnnounceAsync(house, "silo", Some.Local("tiny"));

        Assert.Null(await catalog.GetNewerAsync(known!.Version, default));
        await AnnounceAsync(house, "silo", Some.Local("tiny") with { ContextLength = 7 });
        Assert.Equal(7, Assert.Single((await catalog.GetNewerAsync(known.Version, default))!.Candidates).ContextLength);
    }

    [Fact]
    public async Task Of_two_places_of_a_model_the_one_without_a_queue_is_asked_first()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await AnnounceAsync(house, "silo-1", Some.Local("tiny") with { Place = "silo-1/cpu0" });
        await AnnounceAsync(house, "silo-2", Some.Local("tiny") with { Place = "silo-2/cpu0" });
        foreach (var busy in (int[])[1, 2, 1])
        {
            await house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key).ReportAsync(Load("silo-1/cpu0", busy == 1 ? 50 : 0), default);
            await house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key).ReportAsync(Load("silo-2/cpu0", busy == 2 ? 50 : 0), default);
            house.Cluster.Time.Advance(Lease);

            var decision = await DecideAsync(house, "acme");

            Assert.Equal([$"silo-{3 - busy}/cpu0", $"silo-{busy}/cpu0"], decision.Candidates.Select(ranked => ranked.Candidate.Place));
        }
    }

    [Fact]
    public async Task A_decision_carries_the_calibration_once_there_is_one()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await acme.SetPolicyAsync(Some.Policy("cascade: {escalate_below: 0.7, self_consistency: 4}"), default);
        await AnnounceAsync(house, "silo", Some.Local("tiny") with { Digest = "abc" }, Some.Provider("up"));
        var before = (await DecideAsync(house, "acme")).Candidates[0].Cascade!;
        await Answers.AppendAsync(house, "acme", 150);
        await house.Grains.GetGrain<ICalibrationGrain>("acme").CatchUpAsync(default);

        Assert.Equal((0.7, 0, 0L, 3), (before.KeepAtProbability, before.Outcomes, before.CalibrationVersion, before.Samples));
        Assert.True(await Eventually.HoldsAsync(async () =>
        {
            house.Cluster.Time.Advance(Lease);
            return (await DecideAsync(house, "acme")).Candidates[0].Cascade is { Outcomes: > 0, CalibrationVersion: 300, Weights.Length: > 0 };
        }));
    }

    private static WorkerLoad Load(string place, int waiting) => new()
    {
        Place = place,
        Models = [new ModelLoad { Model = "tiny", WaitingRequests = waiting, ActiveRequests = waiting > 0 ? 4 : 0, MaxActiveRequests = 4 }],
    };

    private static Task AnnounceAsync(House house, string owner, params Candidate[] candidates) =>
        house.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).AnnounceAsync(owner, candidates, default);

    private static async Task<string[]> RouteAsync(House house, string tenant = "acme")
    {
        var decision = await DecideAsync(house, tenant);
        return [.. decision.Candidates.Select(ranked => ranked.Candidate.Id)];
    }

    private static async Task<RouteDecision> DecideAsync(House house, string tenant)
    {
        TenantScope.Enter(TenantId.Parse(tenant));
        return await house.Grains.GetGrain<IRouterGrain>(tenant).RouteAsync(new RouteRequest { Model = "auto" }, default);
    }
}
