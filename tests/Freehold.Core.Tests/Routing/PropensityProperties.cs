using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Routing;

/// <summary>What a plan logs of its own chance: without it nothing can be learned from the log.</summary>
public class PropensityProperties
{
    private static readonly string[] ZoneNames = ["device", "onprem", "region:eu"];

    private static readonly Gen<(RoutableCandidate[] House, double[] Qualities, WorkloadPolicy Policy, Label Label, double Draw)> Cases =
        from zones in Gen.Elements(ZoneNames).NonEmptyListOf()
        from prices in Gen.Choose(0, 20).ListOf(zones.Count)
        from qualities in Gen.Choose(0, 100).ListOf(zones.Count)
        from allowed in Gen.SubListOf(ZoneNames)
        from label in Gen.Elements(Enum.GetValues<Label>())
        from preference in Gen.Elements(Enum.GetValues<RoutingPreference>())
        from floor in Gen.Choose(0, 60)
        from exploration in Gen.Choose(0, 20)
        from draw in Gen.Choose(0, 9_999)
        select (
            zones.Select((zone, i) => new RoutableCandidate($"c{i}", i % 2 == 0, zone, "m", [], true, false, Price: Given.Price(prices[i]))).ToArray(),
            qualities.Select(quality => quality / 100.0).ToArray(),
            new WorkloadPolicy
            {
                DefaultLabel = Label.Public,
                Zones = new ZoneRules([(Label.Public, ZoneNames), (label, allowed)]),
                Objective = new RoutingObjective(floor / 100.0, Prefer: preference),
                Exploration = exploration / 100.0,
                Cascade = new(true),
            },
            label,
            draw / 10_000.0);

    [Fact]
    public void Propensities_sum_to_one_and_the_budget_bounds_all_but_the_best() => Prop.ForAll(Cases.ToArbitrary(), given =>
    {
        var plan = Plan(given, given.Draw);
        var best = Plan(given, 0);
        return plan.Candidates.Count == 0
            ? plan.Refusal != PlanRefusal.None
            : Math.Abs(plan.Candidates.Sum(candidate => candidate.Propensity) - 1) < 1e-9
                && plan.Candidates.All(candidate => candidate.Propensity >= 0)
                && best.Candidates[0].Propensity >= 1 - given.Policy.Exploration - 1e-9
                && best.Candidates.All(candidate => plan.Candidates.Any(other => other.Id == candidate.Id && other.Propensity == candidate.Propensity));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_forbidden_zone_is_never_planned_whatever_is_drawn() => Prop.ForAll(Cases.ToArbitrary(), given =>
        Plan(given, given.Draw).Candidates.All(candidate => given.Policy.Zones.Allows(given.Label, given.House[candidate.Index].Zone)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Who_leads_was_drawn_with_the_propensity_that_is_logged()
    {
        var given = Cases.ToArbitrary().Generator.Sample(50).First(@case => Plan(@case, 0).Candidates.Count(candidate => candidate.Propensity > 0) > 2);
        const int Draws = 20_000;

        var leaders = Enumerable.Range(0, Draws).GroupBy(i => Plan(given, (double)i / Draws).Candidates[0].Id)
            .ToDictionary(group => group.Key, group => group.Count() / (double)Draws);

        Assert.All(Plan(given, 0).Candidates, candidate => Assert.Equal(candidate.Propensity, leaders.GetValueOrDefault(candidate.Id), 1e-3));
    }

    private static RoutePlan Plan(
        (RoutableCandidate[] House, double[] Qualities, WorkloadPolicy Policy, Label Label, double Draw) given, double draw) => RoutePlanner.Plan(
        new RouteQuery("auto", given.Label, false, Draw: draw),
        RequestFeatures.Empty,
        given.Policy,
        new RoutingTable(given.House, _ => default, Given.Quality([.. given.Qualities.Select((quality, i) => ($"c{i}", quality, 0.1))])));
}
