using Freehold.Contracts.Distillation;
using Freehold.Grains.Tests.Distillation.Support;

namespace Freehold.Grains.Tests.Distillation;

/// <summary>What becomes of a promoted student while a second one is on its way.</summary>
public class SecondStudentTests
{
    private static readonly string Policy = DistillHouse.Policy.Replace("audit_share: 0.2", "audit_share: 0.05", StringComparison.Ordinal);

    [Fact]
    public async Task The_first_one_answers_on_until_the_second_has_done_well_and_then_one_can_go_back_to_it()
    {
        await using var house = await DistillHouse.StartAsync(Policy);
        var (first, second) = await TwoStudentsAsync(house);

        var before = (await house.CatchUpAsync()).Profile;
        var (student, challenger) = await BothAsync(house);
        Assert.Equal((first, second, RolloutStage.Shadow), (student!.Version, challenger!.Version, challenger.Stage));
        Assert.Null(await house.LiveAsync(10_000, 100));

        var after = (await house.CatchUpAsync()).Profile;
        Assert.InRange(after.StudentAnswers - before.StudentAnswers, 50, 90); // A fifth is for the second one's control, a twentieth of the rest for audits.
        Assert.Equal(DistillationPhase.Shadow, (await house.CatchUpAsync()).Phase);

        await house.LiveAsync(11_000, 800);

        var status = await house.CatchUpAsync();
        Assert.True(status.Phase == DistillationPhase.Promoted, status.Reason);
        Assert.Equal((second, 0.95), (status.Current!.Version, status.Current.Share));
        Assert.Equal(first, Assert.Single((await house.Workload.GetAsync(default)).Previous).Version);
        Assert.Null((await BothAsync(house)).Challenger);
    }

    [Fact]
    public async Task A_second_one_that_fails_live_is_taken_back_and_the_first_goes_on()
    {
        await using var house = await DistillHouse.StartAsync(Policy);
        var (first, second) = await TwoStudentsAsync(house);

        var taken = await house.LiveAsync(10_000, 600, (version, answer) => version == second ? "never" : answer);

        Assert.NotNull(taken);
        var (student, challenger) = await BothAsync(house);
        Assert.Equal((first, null), (student!.Version, challenger));
        Assert.Equal(first, (await house.CatchUpAsync()).Current!.Version);
        Assert.NotNull(await FailAsync(house, first, 20_000)); // And it is watched as before.
    }

    [Fact]
    public async Task The_first_one_is_watched_on_and_taken_back_where_it_drifts_while_the_second_goes_its_way()
    {
        await using var house = await DistillHouse.StartAsync(Policy);
        var (first, second) = await TwoStudentsAsync(house);

        Assert.NotNull(await FailAsync(house, first, 10_000));

        Assert.Equal(second, (await BothAsync(house)).Student!.Version);
        await house.LiveAsync(20_000, 900, (version, answer) => version == first ? "never" : answer);
        var status = await house.CatchUpAsync();
        Assert.True(status.Phase == DistillationPhase.Promoted, status.Reason);
        Assert.Equal(second, status.Current!.Version);
    }

    [Fact]
    public async Task Killed_between_its_watches_are_both_what_they_were()
    {
        await using var house = await DistillHouse.StartAsync(Policy);
        var (first, second) = await TwoStudentsAsync(house);
        await house.LiveAsync(10_000, 50);

        await house.RestartAsync();

        Assert.NotNull(await FailAsync(house, first, 11_000));
        Assert.Equal(second, (await BothAsync(house)).Student!.Version);
    }

    /// <summary>Requests until a student whose answers are all wrong is taken back; null where it is not.</summary>
    private static async Task<int?> FailAsync(DistillHouse house, string version, int from)
    {
        for (var i = 0; i < 200; i++)
        {
            await house.LiveAsync(from + (10 * i), 10, (asked, answer) => asked == version ? "never" : answer);
            var rollout = await house.Workload.GetAsync(default);
            if (Array.Exists(rollout.History, change => change.Version == version && change.Phase == DistillationPhase.RolledBack))
            {
                return 10 * (i + 1);
            }
        }

        return null;
    }

    private static async Task<(StudentCandidate? Student, StudentCandidate? Challenger)> BothAsync(DistillHouse house)
    {
        var snapshot = (await house.House.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(-1, default))!;
        return (snapshot.Students.SingleOrDefault(), snapshot.Challengers.SingleOrDefault());
    }

    /// <summary>A promoted student, and another one in shadow.</summary>
    private static async Task<(string First, string Second)> TwoStudentsAsync(DistillHouse house)
    {
        await house.TeachAsync(0, 600);
        var first = (await house.SettleAsync()).Cycle!.Version!;
        await house.Grain.PromoteAsync(first, default);
        await house.TeachAsync(5_000, 50);
        Assert.Equal(DistillationCommandStatus.Done, (await house.Grain.RunAsync(default)).Status);
        var second = await house.SettleAsync();
        Assert.True(second.Phase == DistillationPhase.Shadow, second.Reason);
        return (first, second.Cycle!.Version!);
    }
}
