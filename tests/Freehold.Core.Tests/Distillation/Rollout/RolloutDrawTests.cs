using Freehold.Core.Distillation.Rollout;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Distillation.Rollout;

public class RolloutDrawTests
{
    private const int Keys = 100_000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.25)]
    [InlineData(0.98)]
    [InlineData(1)]
    public void The_student_leads_its_share_of_the_keys(double share)
    {
        var led = Enumerable.Range(0, Keys).Count(i => RolloutDraw.ArmOf("triage-7", $"conversation-{i}", share) == RolloutArm.Student);

        var error = Math.Sqrt(share * (1 - share) / Keys);
        Assert.InRange((double)led / Keys, share - (4 * error), share + (4 * error));
    }

    [Fact]
    public void A_key_never_goes_back_to_control_as_the_share_grows()
    {
        var draws = from key in Gen.Choose(0, int.MaxValue)
                    from a in Gen.Choose(0, 1_000)
                    from b in Gen.Choose(0, 1_000)
                    select (key, a,
            b);

        Prop.ForAll(draws.ToArbitrary(), draw =>
        {
            var key = $"{draw.key:x}";
            var (less, more) = (Math.Min(draw.a, draw.b) / 1000.0, Math.Max(draw.a, draw.b) / 1000.0);
            return RolloutDraw.ArmOf("s", key, less) == RolloutArm.Control || RolloutDraw.ArmOf("s", key, more) == RolloutArm.Student;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Another_student_draws_anew()
    {
        var both = Enumerable.Range(0, Keys).Count(i => Leads("a", i) && Leads("b", i));

        Assert.InRange(both / (double)Keys, 0.009, 0.011);

        static bool Leads(string student, int i) => RolloutDraw.ArmOf(student, $"{i}", 0.1) == RolloutArm.Student;
    }

    [Fact]
    public void The_draw_is_the_same_in_every_release() =>
        Assert.Equal("11000", string.Concat(Enumerable.Range(0, 5).Select(i => (int)RolloutDraw.ArmOf("triage-7", $"c{i}", 0.5))));
}
