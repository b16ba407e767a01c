using Freehold.Core.Distillation.Trigger;
using Freehold.Core.Policies;

namespace Freehold.Grains.Distillation;

/// <summary>What the trigger goes by, as functions of what it was.</summary>
internal static class TriggerMemories
{
    /// <summary>Weight of the newest answer in the running mean of costs.</summary>
    private const double CostWeight = 0.02;

    private const double MicroUsdPerUsd = 1_000_000;

    public static TriggerInput ToInput(TriggerMemory memory, DateTimeOffset now, bool byHand)
    {
        var isThisMonth = memory.Month == MonthOf(now);
        return new TriggerInput
        {
            GoldenExamples = memory.GoldenExamples,
            ExamplesAtLastTraining = memory.ExamplesAtLastTraining,
            HasDrift = memory.HasDrift,
            TeacherCostMicroUsd = memory.TeacherCostMicroUsd,
            TeacherCostAtLastTrainingMicroUsd = memory.TeacherCostAtLastTrainingMicroUsd,
            ByHand = byHand,
            SpentUsd = isThisMonth ? (decimal)(memory.SpentMicroUsd / MicroUsdPerUsd) : 0,
            SpentTime = isThisMonth ? TimeSpan.FromMilliseconds(memory.SpentMs) : TimeSpan.Zero,
            FailuresInARow = memory.Failures,
            LastFailureAt = memory.LastFailureAt,
        };
    }

    public static TriggerOptions ToOptions(DistillPolicy policy) => new()
    {
        MinExamples = policy.MinExamples,
        RetrainExamples = policy.RetrainExamples,
        BudgetUsd = policy.MaxTeacherCostUsd,
    };

    /// <summary>A teacher answered.</summary>
    public static TriggerMemory WithAnswer(this TriggerMemory memory, long costMicroUsd) => memory with
    {
        TeacherCostMicroUsd = memory.TeacherCostMicroUsd is { } mean ? mean + (CostWeight * (costMicroUsd - mean)) : costMicroUsd,
    };

    /// <summary>Money or time was spent.</summary>
    public static TriggerMemory WithSpent(this TriggerMemory memory, DateTimeOffset at, long microUsd, double milliseconds)
    {
        var isThisMonth = memory.Month == MonthOf(at);
        return memory with
        {
            Month = MonthOf(at),
            SpentMicroUsd = (isThisMonth ? memory.SpentMicroUsd : 0) + microUsd,
            SpentMs = (isThisMonth ? memory.SpentMs : 0) + milliseconds,
        };
    }

    /// <summary>A training begins with so many examples.</summary>
    public static TriggerMemory WithTraining(this TriggerMemory memory, int examples) => memory with
    {
        GoldenExamples = examples,
        ExamplesAtLastTraining = examples,
        HasDrift = false,
        TeacherCostAtLastTrainingMicroUsd = memory.TeacherCostMicroUsd,
    };

    /// <summary>A student was stopped or taken back.</summary>
    public static TriggerMemory WithFailure(this TriggerMemory memory, DateTimeOffset at) => memory with
    {
        Failures = memory.Failures + 1,
        LastFailureAt = at,
    };

    private static int MonthOf(DateTimeOffset at) => (at.UtcDateTime.Year * 12) + at.UtcDateTime.Month;
}
