using System.Text.Json;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tenancy;
using Freehold.Grains.Tests.Support;
using Freehold.Storage.Audit;

namespace Freehold.Grains.Tests.Audit;

/// <summary>A change to a tenant and its entry in the chain: both, in order, whatever fails in between.</summary>
public class TenantAuditTests
{
    [Fact]
    public async Task Every_change_is_an_entry_with_its_actor_and_no_secret()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        Actor.Enter(new Principal { Tenant = "default", KeyId = "admin", KeyName = "n", Roles = KeyRoles.Admin });

        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        await acme.PutKeyAsync(Some.Key("k1", "hash-2", KeyRoles.Inference | KeyRoles.Admin), default);
        await acme.RevokeKeyAsync("k1", default);
        await acme.SetPolicyAsync(Some.Policy("exploration: 0.05"), default);

        var entries = await EntriesAsync(house);
        Assert.Equal(
            [
                ("system", AuditActions.TenantCreated, "acme"),
                ("default/admin", AuditActions.KeyCreated, "k1"),
                ("default/admin", AuditActions.KeyReplaced, "k1"),
                ("default/admin", AuditActions.KeyRevoked, "k1"),
                ("default/admin", AuditActions.PolicySet, "policy"),
            ],
            entries.Select(entry => (entry.Record.Actor, entry.Record.Action, entry.Record.Subject)));
        Assert.All(entries, entry => Assert.DoesNotContain("hash-", JsonSerializer.Serialize(entry), StringComparison.Ordinal));
        Assert.Equal("""{"name":"k1","roles":"Inference, Admin","revoked":false,"new_secret":true}""", entries[2].Record.Detail);
        Assert.Contains("\"version\":2", entries[4].Record.Detail, StringComparison.Ordinal);
        Assert.Contains("\"document\":\"exploration: 0.05\"", entries[4].Record.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_entry()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        await acme.RevokeKeyAsync("k1", default);
        var before = await EntriesAsync(house);

        await acme.CreateAsync(new CreateTenant { DisplayName = "again" }, default);
        await acme.RevokeKeyAsync("k1", default);
        await acme.RevokeKeyAsync("no-such-key", default);
        await acme.SetPolicyAsync(Some.Policy("zones: {internal: [moon]}"), default);

        Assert.Equal(before, await EntriesAsync(house));
    }

    [Theory]
    [InlineData(true, false)] // nothing of the entry is in the chain
    [InlineData(false, true)] // it is there, and nobody knows
    public async Task Where_the_chain_fails_the_call_fails_and_the_entry_follows_by_itself(bool before, bool after)
    {
        var faults = new AuditFaults();
        await using var house = await House.StartAsync(faults.AddTo);
        var acme = await house.MakeTenantAsync("acme");
        (faults.BeforeAppend, faults.AfterAppend) = (before, after);
        await Assert.ThrowsAsync<AuditLogException>(() => acme.PutKeyAsync(Some.Key("k1", "hash-1"), default));

        Assert.NotNull(await acme.AuthenticateAsync("hash-1", default)); // the change holds
        await Assert.ThrowsAsync<AuditLogException>(() => acme.PutKeyAsync(Some.Key("k2", "hash-2"), default)); // and no other comes before its entry
        Assert.Null(await acme.AuthenticateAsync("hash-2", default));
        faults.BeforeAppend = faults.AfterAppend = false;
        house.Cluster.Time.Advance(TenantGrain.AuditRetryPeriod);

        Assert.True(await Eventually.HoldsAsync(async () => (await EntriesAsync(house)).Length == 2));
        Assert.Equal(TenantCommandStatus.Done, (await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default)).Status); // the repeated call
        Assert.Equal(["acme", "k1"], (await EntriesAsync(house)).Select(entry => entry.Record.Subject));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task After_an_end_between_change_and_entry_the_next_activation_appends_it_once(bool before, bool after)
    {
        var faults = new AuditFaults();
        await using var house = await House.StartAsync(faults.AddTo);
        var acme = await house.MakeTenantAsync("acme");
        (faults.BeforeAppend, faults.AfterAppend) = (before, after);
        await Assert.ThrowsAsync<AuditLogException>(() => acme.PutKeyAsync(Some.Key("k1", "hash-1"), default));
        await house.Cluster.RestartAsync();
        faults.BeforeAppend = faults.AfterAppend = false;

        acme = house.Grains.GetGrain<ITenantGrain>("acme");
        Assert.NotNull(await acme.AuthenticateAsync("hash-1", default));

        Assert.Equal(["acme", "k1"], (await EntriesAsync(house)).Select(entry => entry.Record.Subject));
        await house.Cluster.RestartAsync();
        await house.Grains.GetGrain<ITenantGrain>("acme").GetProfileAsync(default);
        Assert.Equal(2, (await EntriesAsync(house)).Length);
    }

    [Fact]
    public async Task Keys_open_their_tenant_while_the_chain_cannot_be_reached()
    {
        var faults = new AuditFaults();
        await using var house = await House.StartAsync(faults.AddTo);
        var acme = await house.MakeTenantAsync("acme");
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        faults.BeforeAppend = true;
        await Assert.ThrowsAsync<AuditLogException>(() => acme.PutKeyAsync(Some.Key("k2", "hash-2"), default));
        await house.Cluster.RestartAsync();

        Assert.NotNull(await house.Grains.GetGrain<ITenantGrain>("acme").AuthenticateAsync("hash-1", default));
    }

    [Fact]
    public async Task A_change_whose_detail_is_too_long_for_an_entry_is_named_by_its_hash()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        var zones = Enumerable.Range(0, 999).Select(i => $"\"region:{new string('a', 50)}-{i}\"");

        var result = await acme.SetPolicyAsync(Some.Policy($"zones: {{internal: [{string.Join(',', zones)}]}}"), default);

        Assert.Equal(TenantCommandStatus.Done, result.Status);
        Assert.Contains("\"sha256\"", (await EntriesAsync(house))[^1].Record.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grain_verifies_the_chain_and_lets_no_other_tenant_near_it()
    {
        await using var house = await House.StartAsync();
        var acme = await house.MakeTenantAsync("acme");
        await acme.PutKeyAsync(Some.Key("k1", "hash-1"), default);
        var audit = house.Grains.GetGrain<IAuditGrain>("acme");

        var verification = await audit.VerifyAsync(null, default);

        Assert.Equal((true, 2), (verification.IsWhole, verification.Entries));
        Assert.True((await audit.VerifyAsync(verification.Head, default)).IsWhole);
        Assert.Equal(2, (await audit.VerifyAsync(new AuditHead { Sequence = 2, Hash = AuditChain.Genesis }, default)).BrokenSequence);
        TenantScope.Enter(TenantId.Parse("evil"));
        await Assert.ThrowsAsync<TenantAccessException>(() => audit.ReadAsync(new AuditQuery(), default));
    }

    private static async Task<AuditEntry[]> EntriesAsync(House house)
    {
        TenantScope.EnterSystem();
        return (await house.Grains.GetGrain<IAuditGrain>("acme").ReadAsync(new AuditQuery { After = 0 }, default)).Entries;
    }
}
