using Freehold.Contracts.Learning;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Calibration;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Learning;

public class CalibrationGrainTests
{
    [Fact]
    public async Task Answers_with_feedback_become_a_calibration_of_their_workload()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await Answers.AppendAsync(house, "acme", 150);

        var calibration = await house.Grains.GetGrain<ICalibrationGrain>("acme").CatchUpAsync(default);
        var calibrator = CalibrationSnapshot.FromBytes(calibration.Snapshot).Find("tiny@abc", "triage");

        Assert.Equal(300, calibration.Version);
        Assert.Equal(CalibrationLevel.Workload, calibrator.Level);
        Assert.True(calibrator.Probability(Answers.Signals(sure: true)) > 0.8);
        Assert.True(calibrator.Probability(Answers.Signals(sure: false)) < 0.2);
    }

    [Fact]
    public async Task Another_tenant_learns_nothing_of_it()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await house.MakeTenantAsync("other");
        await Answers.AppendAsync(house, "acme", 150);

        var calibration = await house.Grains.GetGrain<ICalibrationGrain>("other").CatchUpAsync(default);

        Assert.Equal(CalibrationLevel.Prior, CalibrationSnapshot.FromBytes(calibration.Snapshot).Find("tiny@abc", "triage").Level);
    }

    [Fact]
    public async Task Only_those_who_know_less_are_answered()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        var grain = house.Grains.GetGrain<ICalibrationGrain>("acme");
        Assert.Null(await grain.GetNewerAsync(0, default));
        await Answers.AppendAsync(house, "acme", 1);
        var version = (await grain.CatchUpAsync(default)).Version;

        Assert.Equal(2, version);
        Assert.Null(await grain.GetNewerAsync(version, default));
        Assert.NotNull(await grain.GetNewerAsync(0, default));
    }

    [Fact]
    public async Task A_second_opinion_on_the_same_answer_is_not_another_answer()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await Answers.AppendAsync(house, "acme", 2);
        var log = house.Grains.GetGrain<IOutcomeLogGrain>("acme/0");
        var grain = house.Grains.GetGrain<ICalibrationGrain>("acme");
        var before = (await grain.CatchUpAsync(default)).Version;

        await log.AppendFeedbackAsync(Answers.Opinion("again", "o0", 0), default);

        Assert.Equal(before, (await grain.CatchUpAsync(default)).Version);
    }

    [Fact]
    public async Task What_was_learned_outlives_the_activation()
    {
        await using var house = await House.StartAsync();
        await house.MakeTenantAsync("acme");
        await Answers.AppendAsync(house, "acme", 120);
        var expected = await house.Grains.GetGrain<ICalibrationGrain>("acme").CatchUpAsync(default);

        await house.Cluster.RestartAsync();

        Assert.Equal(expected.Snapshot, (await house.Grains.GetGrain<ICalibrationGrain>("acme").CatchUpAsync(default)).Snapshot);
    }
}
