using System.Globalization;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary>How a workload stands, for people.</summary>
internal static class DistillPrinter
{
    private static readonly Column[] ListColumns =
        ["Workload", "Phase", "Student", Column.Number("Share"), Column.Number("Teacher"), Column.Number("New examples"), "Why"];

    private static readonly Column[] CycleColumns =
        [Column.Number("No"), "Phase", "Version", Column.Number("Examples"), "Started", "Trigger", "Why", "Data report", "Gate report"];

    private static readonly Column[] MeasureColumns =
        ["Measure", "Of", Column.Number("Value"), Column.Number("At least"), Column.Number("At most"), Column.Number("Examples")];

    public static void WriteList(CliOutput output, DistillationList list) => output.Table(ListColumns, list.Data.Select(view => new[]
    {
        view.Workload,
        view.Phase,
        Show.Text(view.Cycle?.Version ?? view.Current?.Version),
        Percent(view.Cycle?.Share ?? view.Current?.Share ?? 0),
        Percent(view.Profile.TeacherShare),
        $"{Show.Count(view.NewExamples)}/{Show.Count(view.ExamplesNeeded)}",
        view.Reason,
    }));

    public static void Write(CliOutput output, DistillationView view)
    {
        output.Line($"{view.Workload} is {view.Phase.Replace('_', ' ')}: {view.Reason}.");
        if (view.Note.Length > 0 && view.Note != view.Reason)
        {
            output.Line($"Next: {view.Note}.");
        }

        if (view.Progress is not null)
        {
            output.Line(ProgressOf(view));
        }

        output.Line(view.Current is { } student
            ? $"Version {student.Version} ({student.Kind}) leads {Percent(student.Share)} of the requests{Except(view)}, and answers where it is at least "
                + $"{Percent(student.ServeAt)} sure."
            : "No student is promoted.");
        output.Line($"{Show.Count(view.Profile.Requests)} requests, {Percent(view.Profile.TeacherShare)} of them answered by a teacher, for "
            + $"{Show.Usd(view.Profile.TeacherCostMicroUsd)}; {Show.Count(view.NewExamples)} new examples of {Show.Count(view.ExamplesNeeded)}.");
        if (view.Cycle is { NeededRequests: > 0 } cycle)
        {
            output.Line($"Version {cycle.Version} leads {Percent(cycle.Share)}; {Show.Count(cycle.ObservedRequests)} of at least "
                + $"{Show.Count(cycle.NeededRequests)} requests of this stage are seen.");
        }

        DistillationCycleView[] cycles = view.Cycle is { } newest ? [newest, .. view.History] : [.. view.History];
        if (cycles.Length > 0)
        {
            output.Table(CycleColumns, cycles.Select(RowOf));
        }

        if (view.Cycle is { Measures.Count: > 0 } measured)
        {
            output.Line("What the gate measured of the answers, with intervals of 95% confidence:");
            output.Table(MeasureColumns, measured.Measures.Select(RowOf));
        }
    }

    /// <summary>One line of how far a training is.</summary>
    public static string ProgressOf(DistillationView view) => view.Progress is not { } progress
        ? $"{view.Workload} is {view.Phase}: waiting for a worker"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Workload} is {view.Phase}: step {progress.Step} of {progress.Steps}, ")
            + (progress.Loss is { } loss ? $"loss {Show.Number(loss)}, " : "")
            + string.Create(CultureInfo.InvariantCulture, $"{progress.TokensPerSecond:0} {UnitOf(view)}/s, ")
            + (progress.RemainingMs is { } left ? $"{Show.Milliseconds(left)} left" : "time left unknown");

    private static string UnitOf(DistillationView view) => view.Cycle?.Kind == DistillationCycleView.Adapter ? "tokens" : "examples";

    private static string[] RowOf(DistillationCycleView cycle) =>
    [
        Show.Count(cycle.Number),
        cycle.Phase,
        Show.Text(cycle.Version),
        cycle.Examples.Count > 0 ? string.Join('/', cycle.Examples) : "-",
        Show.Time(cycle.StartedAt),
        cycle.Trigger,
        cycle.Reason,
        Show.Text(cycle.DataReport),
        Show.Text(cycle.GateReport),
    ];

    private static string[] RowOf(GateMeasureView measure) =>
    [
        measure.Name, measure.Of, Percent(measure.Value), Percent(measure.Lower), Percent(measure.Upper), Show.Count(measure.Count),
    ];

    private static string Except(DistillationView view) =>
        view.Cycle is { Phase: "shadow" or "canary" } next ? $" that {next.Version} has nothing to do with" : "";

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
