using Freehold.Contracts.Registry;
using Freehold.Grains.Tests.Distillation.Support;

namespace Freehold.Grains.Tests.Distillation;

public class DistillationKillTests
{
    private const int Kills = 20;

    private static readonly Lazy<Task<string[]>> Undisturbed = new(() => RunAsync(null));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_twenty_times_at_random_points_it_ends_in_the_same_state(int seed)
    {
        var expected = await Undisturbed.Value;
        Assert.StartsWith("Promoted", expected[0], StringComparison.Ordinal);

        Assert.Equal(expected, await RunAsync(new Random(seed)));
    }

    /// <summary>The way from the first answer to a promoted student; with a random source, killed on the way.</summary>
    private static async Task<string[]> RunAsync(Random? random)
    {
        await using var house = await DistillHouse.StartAsync();
        for (var i = 0; i < Kills; i++)
        {
            // Half of the kills are while the data grow and a job runs, half of them while the student comes out.
            if (i < Kills / 2)
            {
                await house.TeachAsync(i * 60, 60);
            }

            if (random is not null)
            {
                await KillAsync(house, random);
            }

            if (i >= (Kills / 2) - 1)
            {
                await house.SettleAsync();
                Assert.Null(await house.LiveAsync(1_000 + (i * 30), 30));
            }
        }

        return await StateAsync(house);
    }

    private static async Task KillAsync(DistillHouse house, Random random)
    {
        house.Faults.CutAfter(random.Next(12), withEffect: random.Next(2) == 0);
        var work = house.CatchUpAsync();
        if (random.Next(2) == 0)
        {
            await work; // The cut was in the middle of a step, which the next call did again.
        }

        for (var turns = random.Next(200); turns > 0 && !work.IsCompleted; turns--)
        {
            await Task.Yield();
        }

        await house.RestartAsync();
        house.Faults.Heal();
        await Record.ExceptionAsync(() => work); // It may have ended with the house.
    }

    private static async Task<string[]> StateAsync(DistillHouse house)
    {
        var status = await house.CatchUpAsync();
        var cycle = status.Cycle!;
        var rollout = await house.Workload.GetAsync(default);
        var registry = await house.House.Grains.GetGrain<IRegistryGrain>("acme/triage").GetAsync(default);
        return
        [
            $"{status.Phase} {cycle.Number} {cycle.CutSequence} {cycle.Version} {cycle.StudentDigest} {cycle.GateReport} {cycle.JobId} {cycle.Reason}",
            $"{cycle.Dataset} {cycle.ServeAt} {cycle.Share} {cycle.ObservedRequests} {status.NewExamples}",
            $"{status.Sequence} {status.Profile with { Classes = [] }}",
            .. status.Profile.Classes.Select(each => each.ToString()),
            $"{await house.PublishedAsync()} {rollout.Revision}",
            .. rollout.History.Select(change => $"{change.OperationId} {change.Version} {change.Phase} {change.Share} {change.Reason}"),
            .. await DistillationLoopTests.ActionsAsync(house),
            .. registry.Versions.Select(version => $"{version.Digest} {version.Approvals.Length} {version.Rollout.Length} {registry.Current}"),
        ];
    }
}
