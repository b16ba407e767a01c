using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Policies;

public class EffectivePolicyTests
{
    [Theory]
    [InlineData(RoutingPolicyDocument.DefaultText)]
    [InlineData("""
        default_label: confidential
        zones: {confidential: [device, "region:eu"], restricted: []}
        labels: {personal_data: restricted, kinds: {city: public}, terms: [{term: "x \"y\"", label: public}], redaction: reversible}
        objective: {max_cost_usd: 0.000123, max_latency_p95_ms: 12.5, prefer: latency}
        exploration: 0.15
        cascade: {escalate_to: a/b}
        rewards: {judge: 3}
        rules: [{name: r, pattern: 'a (?<b>\w+)', answer: '{{b}} "ü"', examples: [a c], not: [b]}]
        workloads: {w: {examples: [one], cascade: {enabled: false}, rules: [{name: s, exact: hi, answer: yo}]}, v: }
        """)]
    public void What_it_writes_is_a_document_that_means_the_same(string text)
    {
        var policy = PolicyText.Sound(text);
        var effective = EffectivePolicy.ToText(policy);
        var again = PolicyText.Sound(effective);

        Assert.Equal(effective, EffectivePolicy.ToText(again));
        Assert.Equal(policy.Tenant.Objective, again.Tenant.Objective);
        Assert.Equal(policy.Tenant.Rewards, again.Tenant.Rewards);
        Assert.Equal(policy.Tenant.Rules.Version, again.Tenant.Rules.Version);
        Assert.All(Enum.GetValues<SensitiveKind>(), kind => Assert.Equal(policy.Labels.Of(kind), again.Labels.Of(kind)));
        Assert.All(policy.Workloads.Keys, name => Assert.Equal(policy.For(name).Rules.Version, again.For(name).Rules.Version));
    }

    [Fact]
    public void A_policy_of_the_time_before_documents_becomes_one_that_allows_no_more()
    {
        var zone = Gen.Elements("device", "onprem", "region:eu", "any");
        var cases = from rules in Gen.Elements(Enum.GetValues<Label>()).SelectMany(label => zone.ListOf(2).Select(zones => (label, zones))).ListOf(3)
                    from label in Gen.Elements(Enum.GetValues<Label>())
                    select (rules, label);

        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var before = new ZoneRules(given.rules.Select(rule => (rule.label, (IEnumerable<string>)rule.zones)));
            var policy = PolicyText.Sound(PolicyBeforeDocuments.ToText(given.label, before, null));
            var closed = policy.Tenant.DefaultLabel == Label.Restricted && policy.Tenant.Zones.Of(Label.Restricted) is ["device"];
            return policy.Tenant.DefaultLabel >= given.label && (closed || Enum.GetValues<Label>().All(
                label => policy.Tenant.Zones.Of(label).All(allowed => before.Allows(label, allowed))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Its_threshold_becomes_the_probability_that_stood_for_it()
    {
        var text = PolicyBeforeDocuments.ToText(Label.Internal, RoutingPolicyDocument.Default.Tenant.Zones, Math.Log(0.25));

        Assert.Equal(0.25, PolicyText.Sound(text).Tenant.Cascade.EscalateBelow);
        Assert.True(PolicyText.Sound(text).Tenant.Cascade.Enabled);
    }

    [Fact]
    public void A_document_in_force_that_cannot_be_read_lets_nothing_out()
    {
        var policy = new PolicyCache().Get("zones: {internal: [any], later: [any]}");

        Assert.Equal(Label.Restricted, policy.Tenant.DefaultLabel);
        Assert.Equal(["device"], policy.Tenant.Zones.Of(Label.Restricted));
        Assert.True(policy.Tenant.Zones.IsEmpty(Label.Internal));
    }

    [Fact]
    public void A_document_is_read_once()
    {
        var cache = new PolicyCache();

        Assert.Same(cache.Get(RoutingPolicyDocument.DefaultText), cache.Get(RoutingPolicyDocument.DefaultText));
    }
}
