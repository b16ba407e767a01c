using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Registry;
using Freehold.Grains.Tenancy;
using Freehold.Grains.Tests.Support;
using Freehold.Storage.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Registry;

public class RegistryGrainTests
{
    private static readonly string A = new('a', 64), B = new('b', 64), C = new('c', 64), Data = new('d', 64);

    [Fact]
    public async Task A_version_is_registered_made_current_and_rolled_back()
    {
        await using var house = await StartAsync();
        var registry = house.Grains.GetGrain<IRegistryGrain>("acme/triage");

        await Done(registry.RegisterAsync(Some(A), default));
        await Done(registry.RegisterAsync(Some(B), default));
        await Done(registry.MakeCurrentAsync(A, default));
        await Done(registry.MakeCurrentAsync(B, default));
        Assert.Equal((B, A), await CurrentAsync(registry));

        Assert.Equal(A, (await Done(registry.RollBackAsync(B, default))).Current);
        Assert.Equal(A, (await Done(registry.RollBackAsync(B, default))).Current); // repeated, as after a timeout
        Assert.Equal(RegistryStatus.NoPrevious, (await registry.RollBackAsync(null, default)).Status);
        Assert.Equal([B, A], (await registry.GetAsync(default)).Versions.Select(version => version.Digest));
    }

    [Fact]
    public async Task What_is_kept_is_there_after_a_restart()
    {
        await using var house = await StartAsync();
        var registry = house.Grains.GetGrain<IRegistryGrain>("acme/triage");
        await Done(registry.RegisterAsync(Some(A) with { Parents = [Data], Run = "run-1", EvalReport = C }, default));
        await Done(registry.ApproveAsync(A, $"gate:{C}", default));
        await Done(registry.FreezeAsync(A, default));
        await Done(registry.MakeCurrentAsync(A, default));
        var before = await registry.GetAsync(default);

        await house.Cluster.RestartAsync();
        var after = await house.Grains.GetGrain<IRegistryGrain>("acme/triage").GetAsync(default);

        Assert.Equivalent(before, after, strict: true);
        Assert.True(after.Versions[0].Frozen);
        Assert.Equal($"gate:{C}", Assert.Single(after.Versions[0].Approvals).By);
    }

    [Fact]
    public async Task Every_change_is_one_entry_in_the_chain_of_its_tenant()
    {
        await using var house = await StartAsync();
        var registry = house.Grains.GetGrain<IRegistryGrain>("acme/triage");
        await Done(registry.RegisterAsync(Some(A), default));
        await Done(registry.RegisterAsync(Some(A), default)); // nothing new
        await Done(registry.RegisterAsync(Some(B), default));
        await Done(registry.MakeCurrentAsync(A, default));
        await Done(registry.MakeCurrentAsync(B, default));
        await Done(registry.RollBackAsync(null, default));
        await Done(registry.NoteRolloutAsync(A, Note("r1", "promoted"), default));
        await Done(registry.NoteRolloutAsync(A, Note("r1", "promoted"), default));
        await Done(registry.DropAsync(B, default));

        Assert.Equal(
            [
                (AuditActions.TenantCreated, "acme"), (AuditActions.VersionRegistered, A), (AuditActions.VersionRegistered, B),
                (AuditActions.VersionMadeCurrent, A), (AuditActions.VersionMadeCurrent, B), (AuditActions.VersionRolledBack, B),
                (AuditActions.VersionRollout, A), (AuditActions.VersionDropped, B),
            ],
            (await EntriesAsync(house, "acme")).Select(entry => (entry.Record.Action, entry.Record.Subject)));
        Assert.Equal(7, (await registry.GetAsync(default)).Revision);
    }

    [Fact]
    public async Task Where_the_chain_fails_the_call_fails_and_the_entry_follows_by_itself()
    {
        var faults = new AuditFaults();
        await using var house = await StartAsync(faults.AddTo);
        var registry = house.Grains.GetGrain<IRegistryGrain>("acme/triage");
        faults.AfterAppend = true;

        await Assert.ThrowsAsync<AuditLogException>(() => registry.RegisterAsync(Some(A), default));
        await Assert.ThrowsAsync<AuditLogException>(() =>
            registry.RegisterAsync(Some(B), default)); // none comes before the entry of the one before
        faults.AfterAppend = false;
        house.Cluster.Time.Advance(RegistryGrain.AuditRetryPeriod);

        Assert.True(await Eventually.HoldsAsync(async () => (await EntriesAsync(house, "acme")).Length == 2));
        Assert.Equal([A], (await registry.GetAsync(default)).Versions.Select(version => version.Digest));
    }

    [Fact]
    public async Task The_installations_models_are_written_to_the_first_tenants_chain()
    {
        await using var house = await StartAsync();
        var registry = house.Grains.GetGrain<IRegistryGrain>(ArtifactName.OfModel("llama").ToString());

        await Done(registry.RegisterAsync(Some(A), default));

        Assert.Equal(AuditActions.VersionRegistered, Assert.Single(await EntriesAsync(house, "default")).Record.Action);
    }

    [Fact]
    public async Task A_tenants_flow_reaches_its_own_versions_and_no_others()
    {
        await using var house = await StartAsync();
        TenantScope.Enter(TenantId.Parse("acme"));

        Assert.Empty((await house.Grains.GetGrain<IRegistryGrain>("acme/triage").GetAsync(default)).Versions);
        await Assert.ThrowsAsync<TenantAccessException>(() => house.Grains.GetGrain<IRegistryGrain>("other/triage").GetAsync(default));
        await Assert.ThrowsAnyAsync<Exception>(() => house.Grains.GetGrain<IRegistryGrain>("*/llama").GetAsync(default));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("/llama")]
    [InlineData("acme/")]
    [InlineData("acme/a b")]
    [InlineData("UPPER/triage")]
    public async Task A_key_that_names_nothing_is_no_registry(string key)
    {
        await using var house = await StartAsync();

        await Assert.ThrowsAsync<FormatException>(() => house.Grains.GetGrain<IRegistryGrain>(key).GetAsync(default));
    }

    /// <summary>From here on the test acts for the system.</summary>
    private static Task<House> StartAsync(Action<IServiceCollection>? more = null)
    {
        TenantScope.EnterSystem(); // Not in an async method: what one enters is left at its end.
        return MakeAsync(more);
    }

    private static async Task<House> MakeAsync(Action<IServiceCollection>? more)
    {
        var house = await House.StartAsync(more);
        await house.MakeTenantAsync("acme");
        return house;
    }

    private static RegisteredVersion Some(string digest) => new() { Digest = digest, Kind = ArtifactKind.Specialist };

    private static RolloutNote Note(string id, string stage) =>
        new() { OperationId = id, Stage = stage, Detail = "why", At = DateTimeOffset.UnixEpoch };

    private static async Task<RegistryResult> Done(Task<RegistryResult> command)
    {
        var result = await command;
        Assert.Equal((RegistryStatus.Done, null), (result.Status, result.Detail));
        return result;
    }

    private static async Task<(string?, string?)> CurrentAsync(IRegistryGrain registry) =>
        await registry.GetAsync(default) is var now ? (now.Current, now.Previous) : default;

    private static async Task<AuditEntry[]> EntriesAsync(House house, string tenant) =>
        (await house.Grains.GetGrain<IAuditGrain>(tenant).ReadAsync(new AuditQuery { After = 0 }, default)).Entries;
}
