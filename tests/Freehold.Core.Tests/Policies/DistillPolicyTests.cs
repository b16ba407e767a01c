using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public class DistillPolicyTests
{
    [Fact]
    public void A_workload_without_the_section_has_no_student()
    {
        var policy = PolicyText.Sound("training: {allow: true}\nworkloads: {a: {}, b: }");

        Assert.Same(DistillPolicy.None, policy.For("a").Distill);
        Assert.Same(DistillPolicy.None, policy.For("b").Distill);
        Assert.False(policy.Tenant.Distill.Enabled);
    }

    [Fact]
    public void An_empty_section_is_a_specialist_with_the_defaults()
    {
        var distill = Read("{}");

        Assert.True(distill.Enabled);
        Assert.Equivalent(DistillPolicy.None with { Enabled = true }, distill, strict: true);
        Assert.Equal([0.01, 0.05, 0.25, 0.5, 1], distill.CanaryStages);
        Assert.Equal(
            (DistillStudent.Specialist, DistillTask.Classification, AcceptedEvidence.Feedback), (distill.Student, distill.Task, distill.Accept));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var distill = Read("""
            {student: adapter, base_model: tiny, rank: 4, epochs: 5, learning_rate: 0.002, task: classification, classes: [a, b], out_of_scope: none, accept: [feedback, judge, rule],
             teachers: any, pattern: '[ab]', min_examples: 10, retrain_examples: 20, budget_usd: 1.25, margin: 0.01, max_latency_ms: 5, shadow_requests: 7,
             canary: [0.1, 1], canary_requests: 8, audit_share: 0.1, enabled: false,
             safety: [{name: own, prompt: p, answer: none, must_match: a, must_not_match: '(?i)B'}, {prompt: q, to_teacher: true}],
             checks: [{name: tone}, {name: legal, min_pass: 0.9}]}
            """);

        Assert.Equivalent(
            new DistillPolicy
            {
                Enabled = false,
                Student = DistillStudent.Adapter,
                BaseModel = "tiny",
                Rank = 4,
                Epochs = 5,
                LearningRate = 0.002,
                Task = DistillTask.Classification,
                Classes = ["a", "b"],
                OutOfScope = "none",
                Accept = AcceptedEvidence.Feedback | AcceptedEvidence.Judge | AcceptedEvidence.Rule,
                Teachers = DistillTeachers.Any,
                Pattern = "[ab]",
                MinExamples = 10,
                RetrainExamples = 20,
                MaxTeacherCostUsd = 1.25m,
                Margin = 0.01,
                MaxLatencyMs = 5,
                ShadowRequests = 7,
                CanaryStages = [0.1, 1],
                CanaryRequests = 8,
                AuditShare = 0.1,
                Checks = [new CheckRule("tone", 0.95), new CheckRule("legal", 0.9)],
                Safety =
                [
                    new SafetyRule { Name = "own", Prompt = "p", Answer = "none", MustMatch = "a", MustNotMatch = "(?i)B" },
                    new SafetyRule { Name = "case-2", Prompt = "q", ToTeacher = true },
                ],
            },
            distill,
            strict: true);
    }

    [Fact]
    public void An_adapter_may_take_longer_than_a_specialist_unless_the_policy_says()
    {
        Assert.Equal(5_000, Read("{student: adapter, base_model: x}").MaxLatencyMs);
        Assert.Equal(70, Read("{student: adapter, base_model: x, max_latency_ms: 70}").MaxLatencyMs);
    }

    [Theory]
    [InlineData("{student: adapter}", "an adapter needs the model that it is trained on")]
    [InlineData("{base_model: x}", "a specialist has no base model")]
    [InlineData("{rank: 8}", "a specialist has no rank")]
    [InlineData("{epochs: 2}", "a specialist has no epochs")]
    [InlineData("{learning_rate: 0.01}", "a specialist has no learning rate")]
    [InlineData("{student: adapter, base_model: x, rank: 0}", "'0' is no number from 1 to 256")]
    [InlineData("{student: adapter, base_model: x, epochs: 101}", "'101' is no number from 1 to 100")]
    [InlineData("{student: adapter, base_model: x, learning_rate: 0}", "'0' is no number from 1E-06 to 0.1")]
    [InlineData("{task: text}", "a specialist writes no free text")]
    [InlineData("{task: extraction, classes: [a, b]}", "only a classification has classes")]
    [InlineData("{task: extraction, out_of_scope: a}", "only a classification has classes")]
    [InlineData("{classes: [a]}", "there is only one class")]
    [InlineData("{classes: [a, b, a]}", "the class 'a' stands twice")]
    [InlineData("{accept: []}", "no answer is ever accepted")]
    [InlineData("{accept: [rule]}", "there is no rule by which an answer could be accepted")]
    [InlineData("{accept: [guess]}", "'guess' is none of feedback, judge, rule")]
    [InlineData("{pattern: a}", "no answer is accepted by rule")]
    [InlineData("{accept: rule, pattern: '(a'}", "the pattern is not valid")]
    [InlineData("{accept: rule, pattern: '(a)\\1'}", "the pattern is not valid")]
    [InlineData("{canary: [0.5]}", "the shares of a canary must grow and end with 1")]
    [InlineData("{canary: [0.5, 0.5, 1]}", "the shares of a canary must grow and end with 1")]
    [InlineData("{canary: []}", "a list of 1 to 20 numbers is expected here")]
    [InlineData("{canary: 1}", "a list of 1 to 20 numbers is expected here")]
    [InlineData("{canary: [0, 1]}", "'0' is no number from 0.0001 to 1")]
    [InlineData("{canary: [\"0.5\", 1]}", "'0.5' is no number from 0.0001 to 1")]
    [InlineData("{min_examples: 0}", "'0' is no number from 1 to 1000000")]
    [InlineData("{margin: 0.6}", "'0.6' is no number from 0 to 0.5")]
    [InlineData("{safety: {prompt: p}}", "a list of at most 200 cases is expected here")]
    [InlineData("{safety: [p]}", "a mapping is expected here")]
    [InlineData("{safety: [{must_match: a}]}", "a case needs a prompt")]
    [InlineData("{safety: [{prompt: p}]}", "the case demands nothing")]
    [InlineData("{safety: [{prompt: p, to_teacher: false}]}", "the case demands nothing")]
    [InlineData("{safety: [{prompt: p, to_teacher: true, answer: a}]}", "the student may not answer it")]
    [InlineData("{safety: [{prompt: p, must_match: '(a'}]}", "the pattern is not valid")]
    [InlineData("{safety: [{prompt: p, must_not_match: '(a)\\1'}]}", "the pattern is not valid")]
    [InlineData("{safety: [{prompt: p, answer: a, name: x y}]}", "'x y' is no name")]
    [InlineData("{safety: [{prompt: p, answer: a, name: x}, {prompt: q, answer: a, name: x}]}", "the case 'x' stands twice")]
    [InlineData("{classes: [a, b], safety: [{prompt: p, answer: c}]}", "the case 'case-1' demands 'c', which is no class")]
    [InlineData("{checks: tone}", "a list of at most 8 checks is expected here")]
    [InlineData("{checks: [{min_pass: 1}]}", "a check needs its name")]
    [InlineData("{checks: [{name: a}, {name: a}]}", "the check 'a' stands twice")]
    [InlineData("{checks: [{name: a, min_pass: 2}]}", "'2' is no number from 0 to 1")]
    [InlineData("{checks: [{name: a, url: 'http://10.0.0.1/'}]}", "unknown key 'url'")]
    [InlineData("{studnt: adapter}", "unknown key 'studnt'")]
    public void A_fault_says_what_is_wrong(string section, string what) =>
        Assert.StartsWith(what, PolicyText.Fault(Document(section)).What, StringComparison.Ordinal);

    [Fact]
    public void A_student_that_may_learn_from_nothing_is_refused_unless_it_is_off()
    {
        var fault = PolicyText.Fault("workloads: {a: {distill: {}}}");

        Assert.StartsWith("nothing of this workload may be recorded", fault.What, StringComparison.Ordinal);
        PolicyText.Sound("workloads: {a: {distill: {enabled: false}}}");
    }

    [Fact]
    public void A_tenant_has_no_student() =>
        Assert.StartsWith("unknown key 'distill'", PolicyText.Fault("distill: {}").What, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("{enabled: false, classes: [x, 'ü \"y\"'], out_of_scope: oos, accept: [rule, judge], pattern: 'x|y'}")]
    [InlineData("{out_of_scope: oos, classes: [a, b], safety: [{prompt: 'p \"q\"', answer: oos}, {prompt: r, to_teacher: true}]}")]
    [InlineData("{student: adapter, base_model: m, task: text, safety: [{name: n, prompt: p, must_match: '[a]', must_not_match: 'b\\d'}]}")]
    [InlineData("{checks: [{name: tone, min_pass: 0.5}, {name: legal}]}")]
    [InlineData("{student: adapter, base_model: m, rank: 3, epochs: 7, learning_rate: 0.00002, task: text, budget_usd: 0.000001, canary: [0.3, 1], audit_share: 0}")]
    public void The_effective_policy_means_the_same(string section)
    {
        var policy = PolicyText.Sound(Document(section) + "\ndefault_label: internal");
        var effective = EffectivePolicy.ToText(policy);
        var again = PolicyText.Sound(effective);

        Assert.Equal(effective, EffectivePolicy.ToText(again));
        Assert.Equivalent(policy.For("a").Distill, again.For("a").Distill, strict: true);
        Assert.Equal(policy.For("a").Training, again.For("a").Training);
        Assert.Equal(policy.Tenant.Training, again.Tenant.Training);
    }

    private static string Document(string section) => $"training: {{allow: true}}\nworkloads: {{a: {{distill: {section}}}}}";

    private static DistillPolicy Read(string section) => PolicyText.Sound(Document(section)).For("a").Distill;
}
