using Freehold.Core.Learning.OffPolicy;

namespace Freehold.Core.Tests.Learning.OffPolicy;

public class PromotionGateTests
{
    [Fact]
    public void A_version_that_is_better_ships()
    {
        var verdict = Decide(1, 3_000, LoggedWorld.Good, LoggedWorld.Logging);

        Assert.True(verdict.Ships, verdict.Reason);
        Assert.StartsWith("ships: better by", verdict.Reason, StringComparison.Ordinal);
        Assert.True(verdict.Candidate.Value > verdict.Current.Value);
    }

    [Fact]
    public void A_version_that_is_worse_does_not()
    {
        var verdict = Decide(1, 3_000, LoggedWorld.Logging, LoggedWorld.Good);

        Assert.False(verdict.Ships);
        Assert.Contains("lower bound", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_decides_alike_does_not() =>
        Assert.False(Decide(1, 3_000, LoggedWorld.Good, LoggedWorld.Good).Ships);

    [Fact]
    public void Too_few_effective_decisions_never_ship()
    {
        var verdict = Decide(1, 60, LoggedWorld.Good, LoggedWorld.Logging);

        Assert.False(verdict.Ships);
        Assert.Contains("are needed", verdict.Reason, StringComparison.Ordinal);
        Assert.False(PromotionGate.Decide([], [], OffPolicyOptions.Default).Ships);
    }

    [Fact]
    public void A_version_of_no_gain_ships_no_more_often_than_the_confidence_allows()
    {
        // What arm 1 loses against arm 0 before the middle it gains after it: always the one is worth what always the other is.
        static void Zero(double context, Span<double> probabilities) => LoggedWorld.Always(0, probabilities);
        static void One(double context, Span<double> probabilities) => LoggedWorld.Always(1, probabilities);
        Assert.Equal(LoggedWorld.Truth(Zero), LoggedWorld.Truth(One), 9);

        var shipped = Enumerable.Range(0, 400).Count(seed => Decide(seed, 1_000, One, Zero).Ships);

        Assert.True(shipped <= 400 * 0.05, $"{shipped} of 400");
    }

    private static PromotionVerdict Decide(int seed, int decisions, LoggedWorld.Policy candidate, LoggedWorld.Policy current)
    {
        var logs = new LoggedWorld(seed).Log(decisions, LoggedWorld.Success, 1, candidate, current);
        return PromotionGate.Decide(logs[0], logs[1], OffPolicyOptions.Default);
    }
}
