using System.Globalization;

namespace Freehold.Core.Distillation.Trigger;

/// <summary>
/// Decides when a student is trained: what asks for it, whether the budget allows it, and how long to wait after a failure.
/// </summary>
public static class DistillationTrigger
{
    /// <summary>Decides. The same input and time give the same answer.</summary>
    /// <param name="input">What is known.</param>
    /// <param name="options">The policy.</param>
    /// <param name="now">The time.</param>
    public static TriggerDecision Decide(TriggerInput input, TriggerOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        var (cause, reason) = FindCause(input, options);
        if (cause == TriggerCause.None)
        {
            return new(false, cause, reason);
        }

        if (input.SpentUsd >= options.BudgetUsd && input.SpentUsd > 0)
        {
            return new(false, cause, Text($"{reason}; but {input.SpentUsd} USD of {options.BudgetUsd} are spent this month: raise budget_usd or wait"));
        }

        if (input.SpentTime >= options.BudgetTime)
        {
            return new(false, cause, Text($"{reason}; but this month's {options.BudgetTime.TotalHours:0.#} hours of training are used up"));
        }

        // Who asks by hand knows of the failure; everybody else waits.
        var notBefore = input.LastFailureAt + BackoffAfter(input.FailuresInARow, options);
        return cause != TriggerCause.Hand && now < notBefore
            ? new(false, cause, Text($"{reason}; but {input.FailuresInARow} attempts failed in a row: not before {notBefore:u}"), notBefore)
            : new(true, cause, reason);
    }

    /// <summary>How long to wait after so many failures in a row: doubled each time, up to the bound.</summary>
    public static TimeSpan BackoffAfter(int failures, TriggerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (failures <= 0)
        {
            return TimeSpan.Zero;
        }

        var ticks = options.Backoff.Ticks * Math.Pow(2, Math.Min(failures - 1, 40));
        return ticks >= options.MaxBackoff.Ticks ? options.MaxBackoff : TimeSpan.FromTicks((long)ticks);
    }

    private static (TriggerCause Cause, string Reason) FindCause(TriggerInput input, TriggerOptions options)
    {
        if (input.GoldenExamples < options.MinExamples)
        {
            return (TriggerCause.None, Text($"{input.GoldenExamples} golden examples of at least {options.MinExamples}"));
        }

        if (input.ByHand)
        {
            return (TriggerCause.Hand, Text($"asked for by hand, with {input.GoldenExamples} golden examples"));
        }

        if (input.ExamplesAtLastTraining is not { } before)
        {
            return (TriggerCause.Examples, Text($"{input.GoldenExamples} golden examples, {options.MinExamples} make the first student"));
        }

        var added = input.GoldenExamples - before;
        return added >= options.RetrainExamples ? (TriggerCause.Examples, Text($"{added} new golden examples since the last training"))
            : input.HasDrift ? (TriggerCause.Drift, "the student agrees less with the teacher than it did")
            : BecameDearer(input, options) ? (TriggerCause.Price, Text(
                $"a teacher's answer costs {input.TeacherCostMicroUsd:0} micro-USD, {input.TeacherCostAtLastTrainingMicroUsd:0} before"))
            : (TriggerCause.None, Text($"{added} new golden examples of {options.RetrainExamples}, no drift, no dearer teacher"));
    }

    private static bool BecameDearer(TriggerInput input, TriggerOptions options) =>
        input.TeacherCostAtLastTrainingMicroUsd is > 0 and { } before && input.TeacherCostMicroUsd >= before * (1 + options.PriceRise);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
