using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Distillation;

public class WorkloadGrainTests
{
    [Fact]
    public async Task A_student_goes_from_stage_to_stage_and_each_is_done_once()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");

        Assert.True(await workload.StageAsync(Change("v1", RolloutStage.Shadow), default));
        Assert.True(await workload.StageAsync(Change("v1", RolloutStage.Shadow), default));
        Assert.True(await workload.StageAsync(Change("v1", RolloutStage.Promoted), default));

        var rollout = await workload.GetAsync(default);
        Assert.Equal((2L, "v1", null), (rollout.Revision, rollout.Current?.Version, rollout.Candidate));
        Assert.Equal(["v1 Promoted", "v1 Shadow"], rollout.History.Select(change => $"{change.Version} {change.Phase}"));
        Assert.Equal(RolloutStage.Promoted, (await PublishedAsync(house))!.Stage);
    }

    [Fact]
    public async Task A_version_that_was_taken_back_never_comes_again()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        await workload.StageAsync(Change("v1", RolloutStage.Shadow), default);

        Assert.True(await workload.RollBackAsync("v1", "worse", "acme/key", default));
        Assert.True(await workload.RollBackAsync("v1", "worse", "acme/key", default));

        Assert.False(await workload.StageAsync(Change("v1", RolloutStage.Canary), default));
        Assert.Null(await PublishedAsync(house));
        var audit = await house.Grains.GetGrain<IAuditGrain>("acme").ReadAsync(new AuditQuery(), default);
        var last = audit.Entries[0].Record;
        Assert.Equal((AuditActions.StudentRolledBack, "acme/key", "v1"), (last.Action, last.Actor, last.Subject));
    }

    [Fact]
    public async Task Where_the_chain_of_evidence_cannot_be_written_the_change_is_told_of_again_until_it_is()
    {
        var faults = new AuditFaults();
        await using var house = await StartAsync(faults);
        await house.Grains.GetGrain<IWorkloadGrain>("acme/triage").StageAsync(Change("v1", RolloutStage.Promoted), default);
        faults.BeforeAppend = true;

        await Assert.ThrowsAnyAsync<Exception>(
            () => house.Grains.GetGrain<IWorkloadGrain>("acme/triage").RollBackAsync("v1", "worse", "acme/key", default));
        Assert.Null(await PublishedAsync(house)); // It does not answer, whatever the chain does.

        faults.BeforeAppend = false;
        await house.Cluster.RestartAsync();
        TenantScope.EnterSystem();
        Assert.True(await house.Grains.GetGrain<IWorkloadGrain>("acme/triage").RollBackAsync("v1", "worse", "acme/key", default));
        var audit = await house.Grains.GetGrain<IAuditGrain>("acme").ReadAsync(new AuditQuery(), default);
        Assert.Equal(AuditActions.StudentRolledBack, audit.Entries[0].Record.Action);
        Assert.Single(audit.Entries, entry => entry.Record.Action == AuditActions.StudentRolledBack);
    }

    [Fact]
    public async Task Promoted_students_can_be_gone_back_to_one_after_the_other()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        for (var i = 1; i <= 3; i++)
        {
            await workload.StageAsync(Change($"v{i}", RolloutStage.Promoted), default);
        }

        foreach (var (version, next) in ((string, string?)[])[("v3", "v2"), ("v2", "v1"), ("v1", null)])
        {
            Assert.True(await workload.RollBackAsync(version, "by hand", "acme/key", default));
            Assert.Equal(next, (await PublishedAsync(house))?.Version);
        }
    }

    [Fact]
    public async Task The_promoted_student_goes_on_answering_while_another_is_on_its_way_and_whatever_becomes_of_that()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        await workload.StageAsync(Change("v1", RolloutStage.Promoted), default);

        await workload.StageAsync(Change("v2", RolloutStage.Shadow), default);
        Assert.Equal(("v1", "v2"), await BothAsync(house));
        await workload.RollBackAsync("v2", "worse", "acme/key", default);
        Assert.Equal(("v1", null), await BothAsync(house));

        await workload.StageAsync(Change("v3", RolloutStage.Canary), default);
        await workload.StageAsync(Change("v3", RolloutStage.Promoted), default);
        Assert.Equal(("v3", null), await BothAsync(house));
        Assert.Equal("v1", Assert.Single((await workload.GetAsync(default)).Previous).Version);
    }

    [Fact]
    public async Task The_promoted_student_can_be_taken_back_or_settle_and_the_one_on_its_way_goes_on()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        await workload.StageAsync(Change("v1", RolloutStage.Promoted), default);
        await workload.StageAsync(Change("v2", RolloutStage.Shadow), default);

        await workload.StageAsync(Change("v1", RolloutStage.Promoted) with { OperationId = "settled:v1" }, default);
        Assert.Equal(("v1", "v2"), await BothAsync(house));
        await workload.RollBackAsync("v1", "worse", "acme/key", default);
        Assert.Equal(("v2", null), await BothAsync(house));
        Assert.Equal("v2", (await workload.GetAsync(default)).Candidate?.Version);
    }

    [Fact]
    public async Task What_the_registry_refuses_is_told_and_offered_again_until_it_is_taken()
    {
        await using var house = await StartAsync();
        var workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        await workload.StageAsync(Change("v1", RolloutStage.Promoted), default);
        Assert.Contains("No version", (await workload.GetAsync(default)).RegistryRefusal, StringComparison.Ordinal);

        await house.Cluster.RestartAsync();
        TenantScope.EnterSystem();
        var registry = house.Grains.GetGrain<IRegistryGrain>("acme/triage");
        var digest = Some.Student("triage").Digest;
        await registry.RegisterAsync(new RegisteredVersion { Digest = digest, Kind = ArtifactKind.Specialist, Parents = [] }, default);
        workload = house.Grains.GetGrain<IWorkloadGrain>("acme/triage");
        await workload.StageAsync(Change("v1", RolloutStage.Promoted), default);

        Assert.Null((await workload.GetAsync(default)).RegistryRefusal);
        Assert.Equal(digest, (await registry.GetAsync(default)).Current);
        Assert.Equal(1, (await workload.GetAsync(default)).Revision);
    }

    private static async Task<(string? Student, string? Challenger)> BothAsync(House house)
    {
        var snapshot = (await house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(-1, default))!;
        return (snapshot.Students.SingleOrDefault()?.Version, snapshot.Challengers.SingleOrDefault()?.Version);
    }

    private static WorkloadChange Change(string version, RolloutStage stage) => new()
    {
        OperationId = $"{version}:{stage}",
        Student = Some.Student("triage", stage) with { Version = version },
        Reason = "a test",
    };

    private static async Task<StudentCandidate?> PublishedAsync(House house) =>
        (await house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(-1, default))?.Students.SingleOrDefault();

    private static Task<House> StartAsync(AuditFaults? faults = null)
    {
        TenantScope.EnterSystem(); // Not in an async method: what one enters is left at its end.
        return MakeAsync(faults);
    }

    private static async Task<House> MakeAsync(AuditFaults? faults)
    {
        var house = await House.StartAsync(services => faults?.AddTo(services));
        await house.MakeTenantAsync("acme");
        return house;
    }
}
