using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Grains.Learning;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Learning;

public class LearnerEventsTests
{
    [Fact]
    public void Where_a_student_led_the_router_decided_nothing() =>
        Assert.Null(LearnerEvents.DecisionOf(Logged(StudentArms.Student, 0.25), 1));

    [Fact]
    public void Beside_a_student_the_propensities_are_those_of_the_router_alone()
    {
        var decision = LearnerEvents.DecisionOf(Logged(StudentArms.Control, 0.75), 1)!;

        Assert.Equal([0.9, 0.1], decision.Arms.Select(arm => Math.Round(arm.Propensity, 12)));
    }

    private static Outcome Logged(string arm, double propensity) => Some.Outcome("acme", "o", DateTimeOffset.UnixEpoch, model: "a") with
    {
        Features = [1],
        Candidates = [Considered("a", 0.9 * propensity), Considered("b", 0.1 * propensity)],
        Student = new StudentTrace { Version = "v1", Digest = "d", Arm = arm, Propensity = propensity },
    };

    private static ConsideredCandidate Considered(string id, double propensity) =>
        new() { Id = id, Allowed = true, Reason = "r", Propensity = propensity };
}
