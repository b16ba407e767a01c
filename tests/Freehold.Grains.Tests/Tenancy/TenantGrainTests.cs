using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tenancy;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Tenancy;

public class TenantGrainTests
{
    [Fact]
    public async Task A_key_opens_its_own_tenant_until_it_is_revoked()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);

        Assert.Equal("k1", (await acme.AuthenticateAsync("hash-1", default))?.KeyId);
        Assert.Null(await acme.AuthenticateAsync("hash-2", default));
        Assert.Null(await house.Grains.GetGrain<ITenantGrain>("other").AuthenticateAsync("hash-1", default));
        Assert.Equal(TenantCommandStatus.Done, (await acme.RevokeKeyAsync("k1", default)).Status);
        Assert.Null(await acme.AuthenticateAsync("hash-1", default));
        Assert.Equal(TenantCommandStatus.NoSuchKey, (await acme.RevokeKeyAsync("k2", default)).Status);
    }

    [Fact]
    public async Task Commands_can_be_repeated()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        var first = await acme.CreateAsync(new CreateTenant { DisplayName = "Acme" }, default);
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);

        Assert.Equal("acme", first.DisplayName);
        Assert.Single(await acme.ListKeysAsync(default));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        await acme.SetPolicyAsync(Some.Policy("exploration: 0.05"), default);
        await house.Cluster.RestartAsync();

        acme = house.Grains.GetGrain<ITenantGrain>("acme");
        Assert.Equal("k1", (await acme.AuthenticateAsync("hash-1", default))?.KeyId);
        var policy = await acme.GetPolicyAsync(default);
        Assert.Equal((2, "exploration: 0.05"), (policy!.Version, policy.Document));
    }

    [Fact]
    public async Task A_policy_that_is_not_sound_is_refused_and_the_old_one_stays()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");

        var result = await acme.SetPolicyAsync(Some.Policy("zones:\n  internal: [moon]\nexploration: 2"), default);

        Assert.Equal(TenantCommandStatus.Invalid, result.Status);
        Assert.Contains("line 2, column 14: zones.internal: unknown zone 'moon'", result.Detail, StringComparison.Ordinal);
        Assert.Equal([(2, 14), (3, 14)], result.Faults.Select(fault => (fault.Line, fault.Column)));
        Assert.Equal(1, (await acme.GetPolicyAsync(default))!.Version);
    }

    [Fact]
    public async Task What_a_silo_without_documents_sends_becomes_a_document()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        Assert.Contains("restricted: [\"device\"]", (await acme.GetPolicyAsync(default))!.Document, StringComparison.Ordinal);

        await acme.SetPolicyAsync(
            new TenantPolicy { DefaultLabel = SensitivityLabel.Confidential, Zones = [new() { Label = SensitivityLabel.Confidential, Zones = [Zones.OnPrem] }] }, default);

        var policy = (await acme.GetPolicyAsync(default))!;
        Assert.Equal("default_label: confidential\nzones:\n  confidential: [\"onprem\"]\n", policy.Document);
        Assert.Equal(SensitivityLabel.Confidential, policy.DefaultLabel);
        Assert.Equal([0, 0, 1, 0], policy.Zones.Select(rule => rule.Zones.Length));
    }

    [Fact]
    public async Task A_tenant_that_was_never_made_has_nothing()
    {
        await using var house = await House.StartAsync();
        TenantScope.EnterSystem();
        var nobody = house.Grains.GetGrain<ITenantGrain>("nobody");

        Assert.Null(await nobody.GetPolicyAsync(default));
        Assert.Equal(TenantCommandStatus.NoSuchTenant, (await nobody.PutKeyAsync(Some.Key("k", "h"), default)).Status);
        Assert.Equal(
            RouteRefusal.NoSuchTenant,
            (await house.Grains.GetGrain<IRouterGrain>("nobody").RouteAsync(new RouteRequest { Model = "auto" }, default)).Refusal);
    }

    [Fact]
    public async Task No_call_reaches_another_tenants_grain()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        TenantScope.Enter(TenantId.Parse("evil"));

        var refused = await Assert.ThrowsAsync<TenantAccessException>(() => acme.ListKeysAsync(default));
        Assert.Contains("acts for 'evil'", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TenantAccessException>(
            () => house.Grains.GetGrain<Contracts.Outcomes.IOutcomeLogGrain>("acme/0").QueryAsync(new(), default));

        RequestContext.Clear();
        await Assert.ThrowsAsync<TenantAccessException>(() => acme.ListKeysAsync(default));

        TenantScope.Enter(TenantId.Parse("acme"));
        Assert.Empty(await acme.ListKeysAsync(default));
    }

    [Fact]
    public async Task The_directory_lists_tenants_in_order_and_once()
    {
        await using var house = await House.StartAsync();
        var directory = house.Grains.GetGrain<ITenantDirectoryGrain>(ITenantDirectoryGrain.Key);
        foreach (var tenant in (string[])["b", "a", "b"])
        {
            Assert.True(await directory.AddAsync(tenant, default));
        }

        await house.Cluster.RestartAsync();
        directory = house.Grains.GetGrain<ITenantDirectoryGrain>(ITenantDirectoryGrain.Key);
        Assert.Equal(["b", "a"], await directory.ListAsync(default));
    }
}
