using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public class PolicyFaultTests
{
    [Fact]
    public void Every_fault_of_a_document_is_told_with_its_line_in_their_order()
    {
        var faults = PolicyText.Faults("""
            default_lable: internal
            zones:
              internal: [any, moon]
              confidential: [devise]
            exploration: 0.5
            objective: {min_quality: "0.5", prefer: price}
            labels:
              kinds: {creditcard: restricted}
              fail: open
            """);

        Assert.Equal(
        [
            (1, 1, "unknown key 'default_lable'", "did you mean 'default_label'?"),
            (3, 19, "unknown zone 'moon'", "use device, onprem, region:NAME (a-z, 0-9, '-') or any"),
            (4, 18, "unknown zone 'devise'", "did you mean 'device'?"),
            (5, 14, "'0.5' is no number from 0 to 0.2", "give a number in that range, without quotes"),
            (6, 26, "'0.5' is no number from 0 to 1", "give a number in that range, without quotes"),
            (6, 41, "'price' is none of cost, quality, latency, value", "use one of cost, quality, latency, value"),
            (8, 11, "unknown key 'creditcard'", "did you mean 'credit_card'?"),
            (9, 9, "a text that cannot be analysed gets the strictest label, always", "use 'strictest', or remove the key"),
        ], faults.Select(fault => (fault.Line, fault.Column, fault.What, fault.Remedy)));
        Assert.StartsWith("line 3, column 19: zones.internal: unknown zone", faults[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zones: {internal: [device], confidential: [device, onprem]}", "confidential is stricter than internal, and may go to 'onprem'")]
    [InlineData("zones: {internal: [onprem], restricted: [any]}", "restricted is stricter than internal, and may go to 'any'")]
    [InlineData("zones: {confidential: [device]}", "default_label is internal, and that label has no zone")]
    [InlineData("default_label: restricted\nzones: {internal: [any], restricted: []}", "default_label is restricted, and that label has no zone")]
    [InlineData("zones: {internal: [device, device]}", "zone 'device' stands twice")]
    [InlineData("workloads: {a: {zones: {internal: [any], restricted: [onprem]}}}", "the tenant's zones for restricted do not include 'onprem'")]
    [InlineData("workloads: {a: {default_label: public}}", "it is weaker than the tenant's, internal")]
    [InlineData("workloads: {a b: {}}", "'a b' is no name of a workload")]
    [InlineData("workloads: {a: {}, a: {}}", "the workload stands twice")]
    [InlineData("workloads: {a: {labels: {}}}", "unknown key 'labels'")]
    [InlineData("cascade: {enabled: false, escalate_below: 0.5}", "the cascade is off")]
    [InlineData("cascade: {escalate_below: 1.5}", "'1.5' is no number from 0 to 1")]
    [InlineData("cascade: {self_consistency: 2.5}", "2.5 is no whole number")]
    [InlineData("cascade: {enabled: yes}", "'yes' is neither true nor false")]
    [InlineData("exploration: .nan", "'.nan' is no number")]
    [InlineData("exploration: -0.1", "'-0.1' is no number")]
    [InlineData("labels: {terms: [{term: a}]}", "a term needs 'term' and 'label'")]
    [InlineData("labels: {terms: [{term: a, label: public}, {term: A, label: internal}]}", "the term 'A' stands twice")]
    [InlineData("labels: {time_limit_ms: 0}", "'0' is no number from 1 to 10000")]
    [InlineData("rewards: {judge: -1}", "'-1' is no number from 0 to 100")]
    [InlineData("exploration: 0.1\nexploration: 0.2", "the key stands twice")]
    [InlineData("zones: [any]", "a mapping is expected here")]
    [InlineData("- a", "a mapping is expected here")]
    [InlineData("", "the document is empty")]
    [InlineData("a: {b", "this is neither YAML nor JSON")]
    [InlineData("{\"default_label\": \"internal\"} trailing", "this is neither YAML nor JSON")]
    [InlineData("default_label: internal\n---\nexploration: 0", "a second document follows")]
    [InlineData("zones: &z {internal: [any]}", "anchors and tags are not part of a policy")]
    [InlineData("default_label: !!str internal", "anchors and tags are not part of a policy")]
    [InlineData("default_label: *x", "aliases are not part of a policy")]
    [InlineData("? [a]\n: b", "a key is a list or a mapping")]
    public void A_fault_says_what_is_wrong(string text, string what) =>
        Assert.StartsWith(what, PolicyText.Fault(text).What, StringComparison.Ordinal);

    [Fact]
    public void What_is_too_large_too_deep_or_too_much_is_refused()
    {
        Assert.Contains("bytes", PolicyText.Fault("default_label: internal #" + new string('x', PolicyBounds.MaxBytes)).What, StringComparison.Ordinal);
        Assert.Contains("nested deeper", PolicyText.Fault(new string('[', 10_000)).What, StringComparison.Ordinal);
        Assert.Contains("values", PolicyText.Fault($"zones: {{internal: [{string.Join(',', Enumerable.Repeat("a", PolicyBounds.MaxNodes))}]}}").What, StringComparison.Ordinal);
        Assert.Equal(PolicyBounds.MaxFaults, PolicyText.Faults(string.Concat(Enumerable.Range(0, 500).Select(i => $"k{i}: 1\n"))).Count);
    }

    [Fact]
    public void Billions_of_laughs_are_refused_at_the_first_alias()
    {
        var laughs = "a: &a [lol,lol]\nb: &b [*a,*a]\nc: &c [*b,*b]\n";

        Assert.Equal(1, PolicyText.Fault(laughs).Line);
    }
}
