using Freehold.Core.Routing.Load;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Routing.Load;

public class ExpectedLatencyTests
{
    private static readonly PlaceLoad Idle = new(0, 0, 4, 1_000, 50, 2_000);

    [Fact]
    public void A_place_that_is_free_takes_as_long_as_reading_and_writing() =>
        Assert.Equal(500 + 2_000, ExpectedLatency.TotalMs(Idle, newTokens: 500, completionTokens: 100), 6);

    [Fact]
    public void A_full_place_makes_wait_for_one_that_comes_free_and_for_all_who_wait()
    {
        Assert.Equal(0, ExpectedLatency.QueueMs(Idle with { ActiveRequests = 3 }));
        Assert.Equal(500, ExpectedLatency.QueueMs(Idle with { ActiveRequests = 4 }), 6);
        Assert.Equal(1_500, ExpectedLatency.QueueMs(Idle with { ActiveRequests = 4, WaitingRequests = 2 }), 6);
    }

    [Fact]
    public void What_was_sent_since_counts_as_if_it_were_there() =>
        Assert.Equal(ExpectedLatency.QueueMs(Idle with { ActiveRequests = 4, WaitingRequests = 2 }), ExpectedLatency.QueueMs(Idle, sentSince: 6), 6);

    [Fact]
    public void Before_any_figure_a_busy_place_is_still_slower_than_an_idle_one() => Assert.True(
        ExpectedLatency.TotalMs(new PlaceLoad(3, 1, 1, 0, 0, 0), 100, 100) > ExpectedLatency.TotalMs(default, 100, 100));

    [Fact]
    public void More_load_is_never_quicker() => Prop.ForAll<byte, byte, byte>((waiting, active, more) =>
    {
        var load = Idle with { WaitingRequests = waiting, ActiveRequests = active };
        var ms = ExpectedLatency.TotalMs(load, 100, 100);
        return ms <= ExpectedLatency.TotalMs(load with { WaitingRequests = waiting + more }, 100, 100)
            && ms <= ExpectedLatency.TotalMs(load, 100, 100, more)
            && ms <= ExpectedLatency.TotalMs(load, 100 + more, 100)
            && ms <= ExpectedLatency.TotalMs(load, 100, 100 + more);
    }).QuickCheckThrowOnFailure();
}
