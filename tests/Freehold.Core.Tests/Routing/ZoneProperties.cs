using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Routing;

/// <summary>Promise 3: where a label forbids a zone, no candidate of that zone is ever planned.</summary>
public class ZoneProperties
{
    private static readonly string[] ZoneNames = ["device", "onprem", "region:eu", "region:us", "any"];

    [Fact]
    public void No_plan_ever_leaves_the_zones_of_its_label()
    {
        var cases =
            from zones in Gen.Elements(ZoneNames).ListOf(4)
            from candidates in Gen.Elements(ZoneNames).ListOf(5)
            from label in Gen.Elements(Enum.GetValues<Label>())
            from ruled in Gen.Elements(Enum.GetValues<Label>())
            from model in Gen.Elements("auto", "m0", "p1", "x", "p2/anything")
            from draw in Gen.Choose(0, 999)
            select (zones, candidates, label, ruled, model, draw: draw / 1_000.0);

        Prop.ForAll(cases.ToArbitrary(), @case =>
        {
            var policy = new WorkloadPolicy
            {
                DefaultLabel = Label.Public,
                Zones = new ZoneRules([(@case.ruled, @case.zones)]),
                Exploration = 0.2,
                Cascade = new(true),
            };
            var house = @case.candidates.Select((zone, i) => (i % 3) switch
            {
                0 => new RoutableCandidate($"m{i}", true, zone, "m", [], true, false),
                1 => new RoutableCandidate($"p{i}", false, zone, "m", ["x"], true, false),
                _ => new RoutableCandidate($"p{i}", false, zone, "", [], true, true),
            }).ToArray();

            var plan = RoutePlanner.Plan(
                new RouteQuery(@case.model, @case.label, false, Draw: @case.draw), null, policy, new RoutingTable(house, _ => default));

            return plan.Candidates.All(planned =>
                plan.Label == @case.ruled
                && (@case.zones.Contains("any") || @case.zones.Contains(house[planned.Index].Zone)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("device", true)]
    [InlineData("region:eu-west-1", true)]
    [InlineData("region:", false)]
    [InlineData("region:EU", false)]
    [InlineData("moon", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Zone_names_have_a_form(string? zone, bool valid) => Assert.Equal(valid, ZoneName.IsValid(zone));

    [Fact]
    public void Two_rules_for_one_label_allow_only_what_both_allow()
    {
        var rules = new ZoneRules([(Label.Public, ["device", "onprem"]), (Label.Public, ["onprem", "any"]), (Label.Internal, ["any"])]);

        Assert.True(rules.Allows(Label.Public, "onprem"));
        Assert.True(rules.Allows(Label.Public, "device"));
        Assert.False(rules.Allows(Label.Public, "any"));
        Assert.False(rules.Allows(Label.Restricted, "device"));
    }
}
