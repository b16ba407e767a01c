using System.Text;
using Freehold.Core.Distillation.Rollout;

namespace Freehold.Core.Tests.Distillation.Rollout;

public class RolloutStateTests
{
    [Theory]
    [InlineData(0.95)]
    [InlineData(0.7)]
    public void A_monitor_that_is_stored_after_every_request_decides_as_one_that_is_not(double agreement)
    {
        var (whole, stored) = (SimulatedRollout.NewMonitor(), SimulatedRollout.NewMonitor());
        var (one, other) = (NewTraffic(agreement), NewTraffic(agreement));
        for (var i = 0; i < 800; i++)
        {
            stored = RolloutMonitor.FromBytes(SimulatedRollout.Plan, SimulatedRollout.Baseline, stored.ToBytes());
            var expected = one.Step(whole);
            Assert.Equal(expected, other.Step(stored));
            if (expected.Step == RolloutStep.Advance)
            {
                whole.Begin(whole.Stage + 1);
                stored.Begin(stored.Stage + 1);
            }
        }

        Assert.InRange(stored.ToBytes().Length, 100, 1_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":1,\"stage\":-1}")]
    [InlineData("{\"version\":1,\"detectors\":[null,null,null,null],\"hasBegun\":[true,true,true,true]}")]
    [InlineData("{\"version\":1,\"detectors\":[[-1,0,0],[0,0,0],[0,0,0],[0,0,0]],\"hasBegun\":[true,true,true,true]}")]
    [InlineData("{\"version\":1,\"detectors\":[[0,0,0],[0,0,0],[0,0,0],[0,0,0]],\"hasBegun\":[true,true,true,true],\"agreement\":[1]}")]
    public void What_is_no_state_is_refused_as_such(string json) => Assert.Throws<InvalidDataException>(
        () => RolloutMonitor.FromBytes(SimulatedRollout.Plan, SimulatedRollout.Baseline, Encoding.UTF8.GetBytes(json)));

    private static SimulatedRollout NewTraffic(double agreement) => new(3) { Agreement = agreement, FeedbackRate = 0.5 };
}
