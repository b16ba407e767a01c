using Freehold.Core.Routing.Affinity;

namespace Freehold.Core.Tests.Routing.Affinity;

public class SwitchCostTests
{
    [Fact]
    public void What_is_held_must_be_paid_and_read_again()
    {
        var cost = SwitchCost.Of(heldTokens: 4_000, promptMicroUsdPerMillion: 2_500_000, cachedMicroUsdPerMillion: 1_250_000, prefillTokensPerSecond: 2_000);

        Assert.Equal(5_000, cost.CostMicroUsd, 6);
        Assert.Equal(2_000, cost.LatencyMs, 6);
    }

    [Fact]
    public void Where_nothing_is_held_any_gain_is_worth_a_switch()
    {
        Assert.Equal(SwitchCost.None, SwitchCost.Of(0, 2_500_000));
        Assert.True(SwitchCost.None.IsExceededBy(0.001, 0, 0, 1_000, 0));
        Assert.False(SwitchCost.None.IsExceededBy(0, 0, 0, 1_000, 1_000));
    }

    [Fact]
    public void A_gain_must_exceed_what_the_switch_costs()
    {
        var cost = new SwitchCost(500, 2_000);

        Assert.False(cost.IsExceededBy(0.1, 0, 0, microUsdPerQuality: 4_000, microUsdPerSecond: 0));
        Assert.True(cost.IsExceededBy(0.1, 0, 0, microUsdPerQuality: 6_000, microUsdPerSecond: 0));
        Assert.False(cost.IsExceededBy(0.1, 0, 0, microUsdPerQuality: 6_000, microUsdPerSecond: 100));
        Assert.True(cost.IsExceededBy(0.1, 0, 3_000, microUsdPerQuality: 6_000, microUsdPerSecond: 100));
    }

    [Fact]
    public void A_cheaper_candidate_never_costs_less_than_nothing_to_switch_to() =>
        Assert.Equal(0, SwitchCost.Of(1_000, 100, cachedMicroUsdPerMillion: 200).CostMicroUsd);
}
