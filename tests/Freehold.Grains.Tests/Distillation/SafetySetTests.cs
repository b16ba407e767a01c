using Freehold.Contracts.Distillation;
using Freehold.Grains.Tests.Distillation.Support;

namespace Freehold.Grains.Tests.Distillation;

public class SafetySetTests
{
    private const string Refund = "refund: please help me get my money back for the red shoes from last monday case 9999";

    [Fact]
    public async Task A_student_that_fails_what_its_teacher_passes_is_stopped()
    {
        await using var house = await DistillHouse.StartAsync(With($"{{name: never-parcel, prompt: '{Refund}', must_not_match: refund}}"));
        await house.TeachAsync(0, 600);

        var stopped = await house.SettleAsync();

        Assert.Equal(DistillationPhase.Stopped, stopped.Phase);
        Assert.StartsWith(
            "stopped at the gate: fail: 1 of 1 safety cases fail that pass now, 0 may: never-parcel", stopped.Reason, StringComparison.Ordinal);
        Assert.Contains(
            "  fails: never-parcel\n", await house.Grain.ReadReportAsync(stopped.Cycle!.GateReport!, default), StringComparison.Ordinal);
        Assert.Null(await house.PublishedAsync());
    }

    [Fact]
    public async Task What_passes_and_what_failed_before_does_not_stop_it()
    {
        await using var house = await DistillHouse.StartAsync(With($"{{prompt: '{Refund}', answer: refund, must_match: '^refund$'}}"));
        await house.TeachAsync(0, 600);
        var first = await house.SettleAsync();
        Assert.True(first.Phase == DistillationPhase.Shadow, first.Reason);
        await house.Grain.PromoteAsync(first.Cycle!.Version!, default);

        await house.SetPolicyAsync(With($"{{prompt: '{Refund}', to_teacher: true}}"));
        await house.TeachAsync(5_000, 50);
        await house.Grain.RunAsync(default);
        var second = await house.SettleAsync();

        Assert.True(second.Phase == DistillationPhase.Shadow, second.Reason);
        Assert.Contains(
            "1: 0 fail that pass now, 1 as now", await house.Grain.ReadReportAsync(second.Cycle!.GateReport!, default), StringComparison.Ordinal);
    }

    private static string With(string rule) => $"{DistillHouse.Policy}\n      safety:\n        - {rule}";
}
