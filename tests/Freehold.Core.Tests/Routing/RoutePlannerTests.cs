using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Core.Tests.Routing;

public class RoutePlannerTests
{
    private static readonly RoutableCandidate[] House = [Given.Local("tiny"), Given.Provider("up", "gpt")];

    [Fact]
    public void Auto_asks_local_models_before_providers_whatever_their_order() =>
        Assert.Equal(["tiny", "up/gpt"], Given.Plan("auto", [House[1], House[0]]).Ids());

    [Fact]
    public void Auto_leaves_out_who_may_not_be_chosen_automatically() =>
        Assert.Equal(["up/gpt"], Given.Plan("auto", [Given.Local("tiny", automatic: false), House[1]]).Ids());

    [Fact]
    public void A_cascade_sets_the_threshold_on_local_models_only()
    {
        var plan = Given.Plan("auto", House, policy: Given.Policy("cascade: {escalate_below: 0.8}"));

        Assert.Equal(0.8, plan.Candidates[0].KeepAtProbability);
        Assert.Null(plan.Candidates[1].KeepAtProbability);
    }

    [Fact]
    public void Without_anybody_to_escalate_to_there_is_no_threshold() =>
        Assert.Null(Given.Plan("auto", [House[0]], policy: Given.Policy("cascade: {escalate_below: 0.8}")).Candidates[0].KeepAtProbability);

    [Fact]
    public void A_provider_that_the_label_forbids_is_nobody_to_escalate_to()
    {
        var plan = Given.Plan("auto", House, Label.Restricted, policy: Given.Policy("cascade: {escalate_below: 0.8}"));

        Assert.Equal(["tiny"], plan.Ids());
        Assert.Null(plan.Candidates[0].KeepAtProbability);
        Assert.Equal("up/gpt", Assert.Single(plan.LeftOut).Id);
    }

    [Fact]
    public void A_named_model_is_kept_whatever_its_confidence() =>
        Assert.Null(Given.Plan("tiny", House, policy: Given.Policy("cascade: {escalate_below: 0.8}")).Candidates[0].KeepAtProbability);

    [Theory]
    [InlineData("tiny", "tiny")]
    [InlineData("up/gpt", "up/gpt")]
    [InlineData("gpt", "up/gpt")]
    public void A_named_model_is_found_by_id_or_alias(string name, string id) => Assert.Equal([id], Given.Plan(name, House).Ids());

    [Fact]
    public void An_unknown_name_is_refused_as_such() => Assert.Equal(PlanRefusal.UnknownModel, Given.Plan("nope", House).Refusal);

    [Fact]
    public void An_empty_house_is_told_from_an_unknown_name()
    {
        Assert.Equal(PlanRefusal.NoCandidates, Given.Plan("nope", []).Refusal);
        Assert.Equal(PlanRefusal.NoCandidates, Given.Plan("auto", []).Refusal);
    }

    [Theory]
    [InlineData("any-model", "up/any-model", "any-model")]
    [InlineData("up/any-model", "up/any-model", "any-model")]
    [InlineData("up/a/b", "up/a/b", "a/b")]
    [InlineData("auto", "up/auto", "auto")]
    public void An_open_ended_provider_takes_any_name(string name, string id, string model)
    {
        var planned = Assert.Single(Given.Plan(name, [Given.OpenEnded("up")]).Candidates);

        Assert.Equal(id, planned.Id);
        Assert.Equal(model, planned.Model);
    }

    [Fact]
    public void A_prefix_names_one_open_ended_provider_of_several() =>
        Assert.Equal(["b/x"], Given.Plan("b/x", [Given.OpenEnded("a"), Given.OpenEnded("b")]).Ids());

    [Fact]
    public void A_plain_name_may_be_known_to_every_open_ended_provider() =>
        Assert.Equal(["a/x", "b/x"], Given.Plan("x", [Given.OpenEnded("a"), Given.OpenEnded("b")]).Ids());

    [Fact]
    public void A_local_model_hides_no_name_from_itself_to_an_open_ended_provider() =>
        Assert.Equal(["tiny"], Given.Plan("tiny", [Given.Local("tiny"), Given.OpenEnded("up")]).Ids());

    [Fact]
    public void A_failing_candidate_moves_back_but_stays()
    {
        var plan = Given.Plan("auto", House, failing: "tiny");

        Assert.Equal(["up/gpt", "tiny"], plan.Ids());
        Assert.Contains("moved back", plan.Candidates[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_fail_the_order_stays() => Assert.Equal(["tiny", "up/gpt"], Given.Plan("auto", House, failing: ["tiny", "up/gpt"]).Ids());

    [Fact]
    public void What_only_a_provider_can_do_leaves_local_models_out()
    {
        Assert.Equal(["up/gpt"], Given.Plan("auto", House, needsProvider: true).Ids());
        Assert.Equal(PlanRefusal.NotSupportedByModel, Given.Plan("tiny", House, needsProvider: true).Refusal);
    }

    [Fact]
    public void A_model_that_could_not_be_loaded_says_so_and_others_serve_auto()
    {
        RoutableCandidate[] house = [Given.Local("broken", unavailable: "its file could not be loaded"), House[1]];

        Assert.Equal(["up/gpt"], Given.Plan("auto", house).Ids());
        var refused = Given.Plan("broken", house);
        Assert.Equal(PlanRefusal.Unavailable, refused.Refusal);
        Assert.Equal("its file could not be loaded", Assert.Single(refused.LeftOut).Reason);
    }

    [Fact]
    public void The_label_is_the_first_reason_that_is_told() =>
        Assert.Equal(
            PlanRefusal.LabelForbidsZone,
            Given.Plan("auto", [Given.Local("broken", unavailable: "gone"), House[1]], Label.Restricted).Refusal);

    [Fact]
    public void Where_placeholders_stand_for_what_is_sensitive_their_label_holds_beyond_the_device()
    {
        var policy = Given.Policy("zones: {internal: [any], restricted: [onprem]}");
        var query = new RouteQuery("auto", Label.Restricted, false, RedactedLabel: Label.Public);

        var plan = RoutePlanner.Plan(query, null, policy, Given.Table(House, []));
        var unredacted = RoutePlanner.Plan(query with { RedactedLabel = null }, null, policy, Given.Table(House, []));

        Assert.Equal(["up/gpt"], plan.Ids());
        Assert.Equal("tiny", Assert.Single(plan.LeftOut).Id);
        Assert.Equal(Label.Restricted, plan.Label);
        Assert.Equal(PlanRefusal.LabelForbidsZone, unredacted.Refusal);
    }
}
