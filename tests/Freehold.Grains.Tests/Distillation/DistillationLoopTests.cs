using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Tenancy;
using Freehold.Grains.Tests.Distillation.Support;

namespace Freehold.Grains.Tests.Distillation;

public class DistillationLoopTests
{
    [Fact]
    public async Task Accepted_answers_become_a_promoted_student_with_no_hand_step()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);

        var shadow = await house.SettleAsync();

        Assert.True(shadow.Phase == DistillationPhase.Shadow, shadow.Reason);
        var published = await house.PublishedAsync();
        Assert.Equal((RolloutStage.Shadow, 0.0, shadow.Cycle!.StudentDigest), (published!.Stage, published.Share, published.Digest));
        Assert.Null(await house.LiveAsync(1_000, 300));
        var promoted = await house.CatchUpAsync();
        Assert.True(promoted.Phase == DistillationPhase.Promoted, promoted.Reason);
        Assert.Equal(shadow.Cycle.Version, promoted.Current!.Version);
        Assert.Equal(RolloutStage.Promoted, (await house.PublishedAsync())!.Stage);
        Assert.Equal(300, promoted.Profile.Requests - shadow.Profile.Requests);
        Assert.InRange(promoted.Profile.StudentAnswers, 50, 200);
        Assert.Equal(3, promoted.Profile.Classes.Length);
        Assert.Equal(
            [
                AuditActions.StudentTraining, AuditActions.StudentEvaluating, AuditActions.StudentShadow, AuditActions.StudentCanary,
                AuditActions.StudentCanary, AuditActions.StudentPromoted,
            ],
            await ActionsAsync(house));
    }

    [Fact]
    public async Task The_registry_knows_what_a_student_was_made_of_and_who_approved_it()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        var cycle = (await house.SettleAsync()).Cycle!;

        var registry = house.House.Grains.GetGrain<IRegistryGrain>("acme/triage");
        var version = (await registry.GetAsync(default)).Find(cycle.StudentDigest!)!;

        Assert.Equal((ArtifactKind.Specialist, cycle.JobId, cycle.GateReport), (version.Kind, version.Run, version.EvalReport));
        Assert.Equal([cycle.Dataset!.Train, cycle.Dataset.Calibration], version.Parents);
        Assert.Equal($"gate:{cycle.GateReport}", Assert.Single(version.Approvals).By);
        Assert.Equal("shadow", Assert.Single(version.Rollout).Stage);
        Assert.Contains("lets the student through", await house.Grain.ReadReportAsync(cycle.GateReport!, default), StringComparison.Ordinal);
        Assert.Contains("recorded exchanges", await house.Grain.ReadReportAsync(cycle.Dataset.Report, default), StringComparison.Ordinal);
        Assert.Null(await house.Grain.ReadReportAsync(cycle.Dataset.Train, default)); // Prompts are no report.
    }

    [Fact]
    public async Task A_student_of_shuffled_answers_is_stopped_at_the_gate_with_a_readable_report()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600, ToyIntents.ShuffledClassOf);

        var stopped = await house.SettleAsync();

        Assert.True(stopped.Phase == DistillationPhase.Stopped, stopped.Reason);
        Assert.StartsWith("stopped at the gate: fail:", stopped.Reason, StringComparison.Ordinal);
        Assert.Contains(
            "stops the student", await house.Grain.ReadReportAsync(stopped.Cycle!.GateReport!, default), StringComparison.Ordinal);
        Assert.Null(await house.PublishedAsync());
        Assert.Equal(AuditActions.StudentStopped, (await ActionsAsync(house))[^1]);
    }

    [Fact]
    public async Task The_gate_says_how_the_answers_measure_up_with_an_interval_for_each()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        var cycle = (await house.SettleAsync()).Cycle!;

        Assert.Equal([("student", "exact_match"), ("student", "macro_f1")], cycle.Measures.Select(each => (each.Of, each.Name)));
        Assert.All(cycle.Measures, each =>
        {
            Assert.InRange(each.Value, each.Lower, each.Upper);
            Assert.InRange(each.Value, 0.5, 1);
            Assert.Equal(cycle.Dataset!.EvalCount, each.Count);
        });
        var report = await house.Grain.ReadReportAsync(cycle.GateReport!, default);
        Assert.Matches(@"student  macro_f1        [01]\.\d{4}, [01]\.\d{4} to [01]\.\d{4}, of \d+", report!);
    }

    [Fact]
    public async Task One_that_fails_live_is_taken_back_within_200_requests()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        await house.SettleAsync();
        Assert.Null(await house.LiveAsync(1_000, 300));

        var taken = await house.LiveAsync(2_000, 400, answer => answer == "refund" ? "parcel" : "refund");

        Assert.InRange(taken!.Value, 1, 200);
        Assert.Null(await house.PublishedAsync());
        Assert.Null((await house.Workload.GetAsync(default)).Current);
        Assert.Equal(AuditActions.StudentRolledBack, (await ActionsAsync(house))[^1]);
    }

    [Fact]
    public async Task Rolled_back_by_hand_it_is_gone_when_the_call_returns_and_stays_so()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        var version = (await house.SettleAsync()).Cycle!.Version!;

        var done = await house.Grain.RollBackAsync(version, default);

        Assert.Equal(DistillationCommandStatus.Done, done.Status);
        Assert.Null(await house.PublishedAsync());
        Assert.Equal(DistillationCommandStatus.Done, (await house.Grain.RollBackAsync(version, default)).Status);
        Assert.Equal(DistillationCommandStatus.Conflict, (await house.Grain.RollBackAsync("another", default)).Status);
        Assert.Equal(DistillationPhase.RolledBack, (await house.CatchUpAsync()).Phase);
        Assert.Equal(DistillationCommandStatus.Conflict, (await house.Grain.PromoteAsync(version, default)).Status);
        Assert.Single(await ActionsAsync(house), AuditActions.StudentRolledBack);
    }

    [Fact]
    public async Task Promoted_by_hand_it_waits_for_no_test()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        var version = (await house.SettleAsync()).Cycle!.Version!;

        Assert.Equal(DistillationCommandStatus.Done, (await house.Grain.PromoteAsync(version, default)).Status);

        Assert.Equal((RolloutStage.Promoted, 0.8), ((await house.PublishedAsync())!.Stage, (await house.PublishedAsync())!.Share));
        Assert.Equal(version, (await house.CatchUpAsync()).Current!.Version);
    }

    [Fact]
    public async Task After_a_second_student_is_taken_back_the_first_one_answers_again()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 600);
        var first = (await house.SettleAsync()).Cycle!.Version!;
        await house.Grain.PromoteAsync(first, default);
        await house.TeachAsync(5_000, 50);
        Assert.Equal(DistillationCommandStatus.Done, (await house.Grain.RunAsync(default)).Status);
        var second = (await house.SettleAsync()).Cycle!;
        Assert.True(second.Phase == DistillationPhase.Shadow, second.Reason);
        Assert.Equal(
            [("student", "exact_match"), ("student", "macro_f1"), ("current", "exact_match"), ("current", "macro_f1")],
            second.Measures.Select(each => (each.Of, each.Name)));
        await house.Grain.PromoteAsync(second.Version!, default);
        Assert.Equal(second.Version, (await house.PublishedAsync())!.Version);

        await house.Grain.RollBackAsync(second.Version!, default);

        Assert.Equal((first, RolloutStage.Promoted), ((await house.PublishedAsync())!.Version, (await house.PublishedAsync())!.Stage));
    }

    [Fact]
    public async Task Nothing_is_trained_where_the_policy_forbids_it()
    {
        await using var house = await DistillHouse.StartAsync(
            DistillHouse.Policy.Replace("distill:", "training: {allow: false}\n    distill:\n      enabled: false", StringComparison.Ordinal));
        await house.TeachAsync(0, 600);

        var status = await house.SettleAsync();

        Assert.Equal((DistillationPhase.Collecting, null), (status.Phase, status.Cycle));
        Assert.Equal(DistillationCommandStatus.Forbidden, (await house.Grain.RunAsync(default)).Status);
        Assert.Empty(await ActionsAsync(house));
    }

    [Fact]
    public async Task Answers_above_the_label_that_may_be_recorded_are_not_learned_from()
    {
        await using var house = await DistillHouse.StartAsync(
            DistillHouse.Policy.Replace("allow: true", "allow: true\n  max_label: public", StringComparison.Ordinal));
        await house.TeachAsync(0, 600);

        var status = await house.SettleAsync();

        Assert.Equal((DistillationPhase.Collecting, null), (status.Phase, status.Cycle));
        var refused = await house.Grain.RunAsync(default);
        Assert.Equal(DistillationCommandStatus.Conflict, refused.Status);
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_learned_or_told()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.House.MakeTenantAsync("other");
        await house.TeachAsync(0, 600, tenant: "other");

        var status = await house.SettleAsync();

        Assert.Equal((0L, 0L, DistillationPhase.Collecting), (status.Sequence, status.Profile.Requests, status.Phase));
        TenantScope.Enter(TenantId.Parse("other"));
        await Assert.ThrowsAsync<TenantAccessException>(() => house.Grain.GetStatusAsync(default));
        await Assert.ThrowsAsync<TenantAccessException>(() => house.Workload.RollBackAsync("v1", "", "", default));
    }

    internal static async Task<string[]> ActionsAsync(DistillHouse house)
    {
        var page = await house.House.Grains.GetGrain<IAuditGrain>("acme").ReadAsync(new AuditQuery { After = 0, Limit = 1_000 }, default);
        return [.. page.Entries.Select(entry => entry.Record.Action).Where(action => action.StartsWith("student.", StringComparison.Ordinal))];
    }
}
