using Freehold.Core.Labels;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public class PolicyDocumentTests
{
    private const string Full = """
        default_label: internal
        zones:
          public: [any]
          internal: [device, "region:eu"]
          confidential: [device]
        labels:
          personal_data: confidential
          kinds: {city: public, iban_code: restricted}
          secrets: restricted
          terms:
            - {term: Project Falcon, label: confidential}
          redaction: reversible
          time_limit_ms: 100
          fail: strictest
        objective: {min_quality: 0.7, max_cost_usd: 0.01, max_latency_p95_ms: 4000, prefer: quality}
        exploration: 0.05
        cascade: {escalate_below: 0.75, escalate_to: openai/gpt-4o, self_consistency: 3}
        rewards: {judge: 2, edited_value: 0.25, retry_window_s: 60}
        workloads:
          triage:
            default_label: confidential
            objective: {prefer: latency}
            exploration: 0
            cascade: {enabled: false}
            examples: [my printer is on fire, the screen stays black]
          empty:
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var policy = PolicyText.Sound(Full);

        Assert.Equal(Label.Internal, policy.Tenant.DefaultLabel);
        Assert.Equal(["device", "region:eu"], policy.Tenant.Zones.Of(Label.Internal));
        Assert.True(policy.Tenant.Zones.IsEmpty(Label.Restricted));
        Assert.Equal(new RoutingObjective(0.7, 10_000, 4_000, RoutingPreference.Quality), policy.Tenant.Objective);
        Assert.Equal(0.05, policy.Tenant.Exploration);
        Assert.Equal(new CascadePolicy(true, 0.75, "openai/gpt-4o", 3), policy.Tenant.Cascade);
        Assert.Equal((2, 0.25, 60), (policy.Tenant.Rewards.Judge, policy.Tenant.Rewards.EditedValue, policy.Tenant.Rewards.RetryWindow.TotalSeconds));
        Assert.Equal(new PolicyTerm("Project Falcon", Label.Confidential), Assert.Single(policy.Labels.Terms));
        Assert.True(policy.Labels.RedactsReversibly);
        Assert.Equal(100, policy.Labels.TimeLimitMs);
    }

    [Fact]
    public void A_workload_overrides_what_it_states_and_has_the_rest_from_the_tenant()
    {
        var policy = PolicyText.Sound(Full);
        var triage = policy.For("triage");

        Assert.Equal(new RoutingObjective(0.7, 10_000, 4_000, RoutingPreference.Latency), triage.Objective);
        Assert.Equal((Label.Confidential, 0.0, false), (triage.DefaultLabel, triage.Exploration, triage.Cascade.Enabled));
        Assert.Equal(2, triage.Examples.Count);
        Assert.Equal(policy.Tenant.Objective, policy.For("empty").Objective);
        Assert.Same(policy.Tenant, policy.For("unheard-of"));
        Assert.Same(policy.Tenant, policy.For(null));
    }

    [Fact]
    public void Kinds_have_their_own_label_else_their_groups()
    {
        var stated = PolicyText.Sound(Full).Labels;
        Assert.Equal(Label.Public, stated.Of(SensitiveKind.City));
        Assert.Equal(Label.Confidential, stated.Of(SensitiveKind.Age));
        Assert.Equal(Label.Restricted, stated.Of(SensitiveKind.IbanCode));
        Assert.Equal(Label.Restricted, stated.Of(SensitiveKind.ApiKey));

        var unstated = RoutingPolicyDocument.Default.Labels;
        Assert.Equal(Label.Confidential, unstated.Of(SensitiveKind.EmailAddress));
        Assert.Equal(Label.Public, unstated.Of(SensitiveKind.Person));
        Assert.Equal(Label.Public, unstated.Of(SensitiveKind.City));
        Assert.Equal(Label.Restricted, unstated.Of(SensitiveKind.Password));
    }

    [Fact]
    public void Names_raise_no_label_by_themselves_but_placeholders_stand_for_them()
    {
        Assert.True(PolicyText.Sound("labels: {redaction: reversible}").Labels.IsRedacted(SensitiveKind.Person));
        Assert.False(PolicyText.Sound("labels: {redaction: reversible}").Labels.IsRedacted(SensitiveKind.City));
        Assert.False(PolicyText.Sound("labels: {redaction: reversible, kinds: {person: public}}").Labels.IsRedacted(SensitiveKind.Person));
        Assert.False(RoutingPolicyDocument.Default.Labels.IsRedacted(SensitiveKind.Person));
        Assert.Equal(Label.Confidential, PolicyText.Sound("labels: {personal_data: confidential}").Labels.Of(SensitiveKind.Person));
    }

    [Fact]
    public void Json_is_a_document_too_with_tabs_escapes_and_nothing()
    {
        var policy = PolicyText.Sound("{\n\t\"default_label\": \"Public\",\n\t\"zones\": {\"public\": [\"any\"]},\n\t\"cascade\": null,\n\t\"workloads\": {\"a\\u002db\": {}}\n}");

        Assert.Equal(Label.Public, policy.Tenant.DefaultLabel);
        Assert.Contains("a-b", policy.Workloads.Keys);
    }

    [Fact]
    public void The_default_policy_keeps_what_is_confidential_in_the_house()
    {
        var policy = RoutingPolicyDocument.Default;

        Assert.True(policy.Tenant.Zones.Allows(Label.Internal, "region:us"));
        Assert.Equal(["device", "onprem"], policy.Tenant.Zones.Of(Label.Confidential));
        Assert.Equal(["device"], policy.Tenant.Zones.Of(Label.Restricted));
    }
}
