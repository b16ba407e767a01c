using Freehold.Contracts.Audit;
using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Learning.Rollouts;
using Freehold.Grains.Outcomes;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Learning;

public class LearnerGrainTests
{
    /// <summary>The second training is due here, ten decisions being unripe; the first one has too few to compare.</summary>
    private const int Enough = (2 * VersionTrainer.MinRewardsBetweenTrainings) + 20;

    [Fact]
    public async Task Weights_that_the_log_shows_to_be_better_go_into_force()
    {
        await using var house = await StartAsync("acme");
        var learner = house.Grains.GetGrain<ILearnerGrain>("acme");
        Assert.Null(await learner.GetNewerAsync("", default));
        await TrialLog.AppendAsync(house, "acme", 0, Enough);

        var status = await learner.CatchUpAsync(default);

        Assert.Equal([WeightsStatus.InForce, WeightsStatus.NotShipped], status.Versions.Select(each => each.Status));
        var version = status.Versions[0];
        Assert.Equal(status.InForce, version.Id);
        Assert.StartsWith("ships", version.Reason, StringComparison.Ordinal);
        var snapshot = await learner.GetNewerAsync("", default);
        Assert.Equal(version.Id, snapshot!.Version);
        var weights = WeightsFormat.Read(snapshot.Model);
        Assert.Equal((version.Id, 2), (weights.Id, weights.Candidates.Count));
        Assert.Null(await learner.GetNewerAsync(version.Id, default));
    }

    [Fact]
    public async Task A_log_without_rewards_teaches_nothing()
    {
        await using var house = await StartAsync("acme");
        for (var i = 0; i < Enough; i++)
        {
            await house.Log.AppendAsync(OutcomeLogId.Parse("acme/0"), Some.Outcome("acme", $"o{i}", house.Cluster.Time.GetUtcNow()), default);
        }

        var status = await house.Grains.GetGrain<ILearnerGrain>("acme").CatchUpAsync(default);

        Assert.Equal(((long)Enough, 0, 0), (status.Sequence, status.RewardsSinceTraining, status.Versions.Length));
    }

    [Fact]
    public async Task Killed_anywhere_it_comes_to_the_same_versions()
    {
        await using var whole = await StartAsync("acme");
        await TrialLog.AppendAsync(whole, "acme", 0, Enough);
        var expected = await whole.Grains.GetGrain<ILearnerGrain>("acme").CatchUpAsync(default);

        await using var killed = await StartAsync("acme");
        for (var from = 0; from < Enough; from += 53)
        {
            await TrialLog.AppendAsync(killed, "acme", from, Math.Min(53, Enough - from));
            await killed.Grains.GetGrain<ILearnerGrain>("acme").CatchUpAsync(default);
            await killed.Cluster.RestartAsync();
            TenantScope.EnterSystem();
        }

        var status = await killed.Grains.GetGrain<ILearnerGrain>("acme").CatchUpAsync(default);
        Assert.True(expected.Versions.Length > 0);
        Assert.Equal(
            expected.Versions.Select(version => (version.Id, version.Number, version.Sequence, version.Status, version.Reason)),
            status.Versions.Select(version => (version.Id, version.Number, version.Sequence, version.Status, version.Reason)));
        Assert.Equal((expected.Sequence, expected.RewardsSinceTraining), (status.Sequence, status.RewardsSinceTraining));
    }

    [Fact]
    public async Task A_version_is_taken_back_once_and_the_chain_tells_of_it()
    {
        await using var house = await StartAsync("acme");
        await TrialLog.AppendAsync(house, "acme", 0, Enough);
        var learner = house.Grains.GetGrain<ILearnerGrain>("acme");
        var version = (await learner.CatchUpAsync(default)).InForce;

        Assert.False(await learner.RollbackAsync("another", default));
        Assert.True(await learner.RollbackAsync(version, default));
        Assert.False(await learner.RollbackAsync(version, default));

        Assert.Equal("", (await learner.GetStatusAsync(default)).InForce);
        Assert.Equal("", (await learner.GetNewerAsync(version, default))!.Version);
        var entries = (await house.Grains.GetGrain<IAuditGrain>("acme").ReadAsync(new AuditQuery { After = 0 }, default)).Entries;
        Assert.Equal(
            [(AuditActions.WeightsShipped, version), (AuditActions.WeightsRolledBack, version)],
            entries.Select(entry => (entry.Record.Action, entry.Record.Subject)).TakeLast(2));
    }

    [Fact]
    public async Task A_version_in_force_that_turns_out_worse_is_taken_back_by_itself()
    {
        await using var house = await StartAsync("acme");
        await TrialLog.AppendAsync(house, "acme", 0, Enough);
        var learner = house.Grains.GetGrain<ILearnerGrain>("acme");
        var version = (await learner.CatchUpAsync(default)).InForce;

        await TrialLog.AppendAsync(house, "acme", Enough, 150, version, isGoodRight: false);
        var status = await learner.CatchUpAsync(default);

        // Which of the two comes first, the regret or the drift, is the log's to say: the version does not stay.
        Assert.NotEqual(version, status.InForce);
        Assert.Contains(status.Versions, old => old.Id == version && old.Status is WeightsStatus.RolledBack or WeightsStatus.Superseded);
        Assert.True(status.Drifts.Length > 0 || status.Versions.Any(old => old.Reason.StartsWith("worse than its predecessor", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wake_up_or_the_sweep_is_enough()
    {
        await using var house = await StartAsync("acme");
        var learner = house.Grains.GetGrain<ILearnerGrain>("acme");
        await learner.GetStatusAsync(default);
        var outcome = Some.Outcome("acme", "o1", house.Cluster.Time.GetUtcNow());
        await house.Grains.GetGrain<IOutcomeLogGrain>("acme/0").AppendAsync(outcome, default);

        house.Cluster.Time.Advance(OutcomeLogGrain.WakeUpDelay);
        Assert.True(await Eventually.HoldsAsync(() => HasReadAsync(house, learner, 1)));

        await house.Log.AppendAsync(OutcomeLogId.Parse("acme/0"), outcome with { Id = "o2" }, default);
        house.Cluster.Time.Advance(OutcomeConsumerGrain.SweepPeriod);
        Assert.True(await Eventually.HoldsAsync(() => HasReadAsync(house, learner, 2)));
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_learned()
    {
        await using var house = await StartAsync("acme");
        await house.MakeTenantAsync("other");
        await TrialLog.AppendAsync(house, "other", 0, Enough);

        var status = await house.Grains.GetGrain<ILearnerGrain>("acme").CatchUpAsync(default);

        Assert.Equal((0L, "", 0), (status.Sequence, status.InForce, status.Versions.Length));
        Assert.Null(await house.Grains.GetGrain<ILearnerGrain>("acme").GetNewerAsync("", default));
    }

    /// <summary>A wake-up starts a timer, and that needs the clock to move.</summary>
    private static async Task<bool> HasReadAsync(House house, ILearnerGrain learner, long sequence)
    {
        house.Cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        return (await learner.GetStatusAsync(default)).Sequence == sequence;
    }

    private static Task<House> StartAsync(string tenant)
    {
        // Not in an async method: what one enters is left at its end.
        TenantScope.EnterSystem();
        return MakeAsync(tenant);
    }

    private static async Task<House> MakeAsync(string tenant)
    {
        var house = await House.StartAsync();
        var grain = await house.MakeTenantAsync(tenant);
        var set = await grain.SetPolicyAsync(new TenantPolicy { Document = TrialLog.Policy }, default);
        Assert.Equal(TenantCommandStatus.Done, set.Status);
        return house;
    }
}
