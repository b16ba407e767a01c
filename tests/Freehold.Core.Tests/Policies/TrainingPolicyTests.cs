using Freehold.Core.Labels;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public class TrainingPolicyTests
{
    [Fact]
    public void Nothing_is_recorded_where_the_policy_does_not_say_so()
    {
        Assert.False(RoutingPolicyDocument.Default.Tenant.Training.Allowed);
        Assert.False(RoutingPolicyDocument.InForce("nonsense").Tenant.Training.Allowed);
        Assert.False(PolicyText.Sound("training: {allow: false}").For("any").Training.Permits(Label.Public));
    }

    [Fact]
    public void Allowed_it_goes_to_internal_removes_personal_data_and_keeps_90_days()
    {
        var training = PolicyText.Sound("training: {allow: true}").Tenant.Training;

        Assert.Equal(new TrainingPolicy(true, Label.Internal, PersonalDataInTraining.Remove, 90), training);
        Assert.Equal([true, true, false, false], Enum.GetValues<Label>().Select(training.Permits));
        Assert.False(training.Permits((Label)(-1)));
    }

    [Fact]
    public void A_workload_has_the_tenants_and_may_narrow_each_part_of_it()
    {
        var policy = PolicyText.Sound("""
            training: {allow: true, max_label: confidential, personal_data: remove, retention_days: 30}
            workloads:
              same: {}
              empty:
              never: {training: {allow: false}}
              less: {training: {max_label: public, personal_data: refuse, retention_days: 7}}
            """);

        Assert.Equal(policy.Tenant.Training, policy.For("same").Training);
        Assert.Equal(policy.Tenant.Training, policy.For("empty").Training);
        Assert.Equal(policy.Tenant.Training, policy.For("not in the policy").Training);
        Assert.False(policy.For("never").Training.Allowed);
        Assert.Equal(new TrainingPolicy(true, Label.Public, PersonalDataInTraining.Refuse, 7), policy.For("less").Training);
    }

    [Theory]
    [InlineData("workloads: {a: {training: {allow: true}}}", "the tenant does not allow training, and this is wider")]
    [InlineData("training: {allow: true}\nworkloads: {a: {training: {max_label: confidential}}}", "the tenant goes no further than internal")]
    [InlineData("training: {allow: true, personal_data: refuse}\nworkloads: {a: {training: {personal_data: remove}}}", "the tenant refuses exchanges with personal data")]
    [InlineData("training: {allow: true}\nworkloads: {a: {training: {retention_days: 91}}}", "the tenant keeps exchanges for 90 days")]
    [InlineData("training: {retention_days: 7}", "training is not allowed, so this says nothing")]
    [InlineData("training: {allow: false, max_label: public}", "training is not allowed, so this says nothing")]
    [InlineData("training: {allow: maybe}", "'maybe' is neither true nor false")]
    [InlineData("training: {allow: true, retention_days: 0}", "'0' is no number from 1 to 3650")]
    [InlineData("training: {allow: true, personal_data: keep}", "'keep' is none of remove, refuse")]
    [InlineData("training: {alow: true}", "unknown key 'alow'")]
    [InlineData("training: yes", "a mapping is expected here")]
    public void A_fault_says_what_is_wrong(string text, string what) =>
        Assert.StartsWith(what, PolicyText.Fault(text).What, StringComparison.Ordinal);

    [Fact]
    public void Every_part_that_is_wider_is_told_at_its_place()
    {
        var faults = PolicyText.Faults("""
            training: {allow: true, max_label: public, retention_days: 5}
            workloads:
              a:
                training:
                  max_label: internal
                  retention_days: 6
            """);

        Assert.Equal([(5, 18, "workloads.a.training.max_label"), (6, 23, "workloads.a.training.retention_days")],
            faults.Select(fault => (fault.Line, fault.Column, fault.Path)));
    }
}
