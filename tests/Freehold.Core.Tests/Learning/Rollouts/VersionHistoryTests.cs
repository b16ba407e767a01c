using Freehold.Core.Learning.Rollouts;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Learning.Rollouts;

public class VersionHistoryTests
{
    [Fact]
    public void A_version_that_ships_takes_the_place_of_the_one_in_force()
    {
        var history = Ship(Ship(VersionHistory.Empty, "a"), "b");

        Assert.Equal(("b", "a"), (history.InForce!.Id, history.Predecessor!.Id));
        Assert.Equal(VersionStatus.Superseded, history.Find("a")!.Status);
        Assert.Equal([1, 2], history.Versions.Select(version => version.Number));
    }

    [Fact]
    public void Taking_back_goes_to_the_predecessor_and_at_last_to_none()
    {
        var history = Ship(Ship(VersionHistory.Empty, "a"), "b").RollBack("b", "worse");

        Assert.Equal("a", history.InForce!.Id);
        Assert.Equal((VersionStatus.RolledBack, "worse"), (history.Find("b")!.Status, history.Find("b")!.Reason));
        Assert.Null(history.RollBack("a", "worse").InForce);
    }

    [Fact]
    public void Taking_back_twice_takes_back_one()
    {
        var history = Ship(Ship(VersionHistory.Empty, "a"), "b").RollBack("b", "worse");

        Assert.Same(history, history.RollBack("b", "worse"));
    }

    [Fact]
    public void Shipping_what_is_in_force_changes_nothing()
    {
        var history = Ship(VersionHistory.Empty, "a");

        Assert.Same(history, Ship(history, "a"));
    }

    [Fact]
    public void A_version_that_was_taken_back_can_be_learned_again()
    {
        var history = Ship(Ship(Ship(VersionHistory.Empty, "a"), "b").RollBack("b", "worse"), "b");

        Assert.Equal(("b", "a", 2), (history.InForce!.Id, history.Predecessor!.Id, history.Versions.Count));
    }

    [Fact]
    public void Whatever_happens_there_are_few_versions_and_at_most_one_in_force()
    {
        var steps = Gen.Choose(0, 2).SelectMany(kind => Gen.Choose(0, 30).Select(id => (kind, id: $"v{id}"))).NonEmptyListOf();

        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var history = VersionHistory.Empty;
            foreach (var (kind, id) in list)
            {
                var before = history.InForce?.Id;
                history = kind switch
                {
                    0 => Ship(history, id),
                    1 => history.Keep(id, 1, default, "kept"),
                    _ => history.RollBack(history.InForce?.Id ?? id, "worse"),
                };
                if (kind == 0 && (history.InForce?.Id != id || (before is not null && before != id && history.Predecessor?.Id != before)))
                {
                    return false;
                }
            }

            return history.Versions.Count <= VersionHistory.MaxVersions
                && history.Versions.Count(version => version.Status == VersionStatus.InForce) <= 1
                && history.Versions.Select(version => version.Id).Distinct().Count() == history.Versions.Count;
        }).QuickCheckThrowOnFailure();
    }

    private static VersionHistory Ship(VersionHistory history, string id) => history.Ship(id, 1, DateTimeOffset.UnixEpoch, "better");
}
