using Freehold.Core.Learning.Drift;

namespace Freehold.Core.Tests.Learning.Drift;

public class DriftMonitorTests
{
    [Fact]
    public void Only_what_drifted_is_found()
    {
        var monitor = new DriftMonitor();
        var found = new List<DriftFound>();
        for (var place = 1; place <= 400; place++)
        {
            foreach (var (key, residual) in new[] { (new DriftKey("triage", "a"), -0.4), (new("triage", "b"), 0), (new("", "a"), 0) })
            {
                if (monitor.Add(key, residual, 0, place) is { } drift)
                {
                    found.Add(drift);
                }
            }
        }

        Assert.All(found, drift => Assert.Equal((new DriftKey("triage", "a"), DriftDirection.Worse), (drift.Key, drift.Direction)));
        Assert.NotEmpty(found);
    }

    [Fact]
    public void A_stored_monitor_goes_on_as_it_was()
    {
        var one = new DriftMonitor();
        var key = new DriftKey("", "a");
        DriftFound? found = null;
        var restored = new DriftMonitor();
        for (var place = 1; found is null; place++)
        {
            found = one.Add(key, 0.5, 0, place);
            restored = DriftMonitor.FromState(restored.ToState());
            Assert.Equal(found, restored.Add(key, 0.5, 0, place));
        }
    }

    [Fact]
    public void Keys_beyond_the_bound_are_not_watched()
    {
        var monitor = new DriftMonitor();
        for (var i = 0; i < DriftMonitor.MaxKeys; i++)
        {
            monitor.Add(new("", $"arm{i}"), 0, 0, 1);
        }

        Assert.All(Enumerable.Range(1, 500), place => Assert.Null(monitor.Add(new("", "one too many"), 1, 0, place)));
        Assert.Equal(DriftMonitor.MaxKeys, monitor.ToState().Count);
    }
}
