using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Tests.Learning.OffPolicy;

namespace Freehold.Core.Tests.Learning.Rollouts;

public class RegretWatchTests
{
    [Fact]
    public void A_version_that_is_worse_than_its_predecessor_is_taken_back()
    {
        // In force is what logs, and the good policy was before it. The model knows nothing.
        var taken = DecisionsUntilWorse(1, (_, _) => 0.5, LoggedWorld.Logging, LoggedWorld.Good);

        Assert.InRange(taken, 50, 4_000);
    }

    [Fact]
    public void A_version_that_is_better_stays()
    {
        static void Worst(double context, Span<double> probabilities) => LoggedWorld.Always(context < 0.5 ? 1 : 2, probabilities);

        Assert.All(Enumerable.Range(0, 20), seed =>
            Assert.Equal(int.MaxValue, DecisionsUntilWorse(seed, (_, _) => 0.5, LoggedWorld.Logging, Worst)));
    }

    [Fact]
    public void A_version_that_decides_alike_stays() => Assert.All(Enumerable.Range(0, 20), seed =>
        Assert.Equal(int.MaxValue, DecisionsUntilWorse(seed, (_, _) => 0.5, LoggedWorld.Logging, LoggedWorld.Logging)));

    [Fact]
    public void The_regret_is_the_difference_of_the_values()
    {
        var logs = new LoggedWorld(1).Log(20_000, LoggedWorld.Success, 1, LoggedWorld.Logging, LoggedWorld.Good);
        var watch = logs[0].Zip(logs[1]).Aggregate(default(RegretWatch), (all, pair) => all.Add(pair.First, pair.Second));

        Assert.Equal(LoggedWorld.Truth(LoggedWorld.Good) - LoggedWorld.Truth(LoggedWorld.Logging), watch.RegretPerDecision, 0.02);
    }

    private static int DecisionsUntilWorse(
        int seed, Func<double, int, double> model, LoggedWorld.Policy inForce, LoggedWorld.Policy predecessor)
    {
        var logs = new LoggedWorld(seed).Log(4_000, model, 1, inForce, predecessor);
        var watch = default(RegretWatch);
        for (var i = 0; i < logs[0].Length; i++)
        {
            watch = watch.Add(logs[0][i], logs[1][i]);
            if (watch.IsWorse)
            {
                return i + 1;
            }
        }

        return int.MaxValue;
    }
}
