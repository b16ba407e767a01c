using Freehold.Core.Learning.Rewards;
using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Learning.Rollouts;

public sealed class LiveWatchTests
{
    [Fact]
    public void Rewards_where_there_was_nothing_to_choose_make_no_training_due()
    {
        var memory = new LearnerMemory();
        var watch = new LiveWatch(memory, new PolicyRule(RoutingPolicyDocument.Default));
        for (var i = 0; i < VersionTrainer.MinRewardsBetweenTrainings; i++)
        {
            watch.Look(Rewarded(i) with { Arms = [new("a", 1)] }, null, null);
        }

        Assert.Equal((0, false), (memory.RewardsSinceTraining, VersionTrainer.IsDue(memory)));

        for (var i = 0; i < VersionTrainer.MinRewardsBetweenTrainings; i++)
        {
            watch.Look(Rewarded(i), null, null);
        }

        Assert.True(VersionTrainer.IsDue(memory));
    }

    private static LoggedDecision Rewarded(int number)
    {
        var decision = Decisions.One(number);
        decision.Signals = default(RewardSum).Add(new RewardSignal(RewardSignalKind.Accepted), RewardWeights.Default);
        return decision;
    }
}
