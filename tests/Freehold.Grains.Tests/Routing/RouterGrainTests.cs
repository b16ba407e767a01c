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

    private static Task AnnounceAsync(House house, string owner, params Candidate[] candidates) =>
        house.Grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).AnnounceAsync(owner, candidates, default);

    private static async Task<string[]> RouteAsync(House house, string tenant = "acme")
    {
        TenantScope.Enter(TenantId.Parse(tenant));
        var decision = await house.Grains.GetGrain<IRouterGrain>(tenant).RouteAsync(new RouteRequest { Model = "auto" }, default);
        return [.. decision.Candidates.Select(ranked => ranked.Candidate.Id)];
    }
}
