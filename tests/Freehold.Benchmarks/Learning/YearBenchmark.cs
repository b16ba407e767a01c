using System.Globalization;
using Freehold.Core.Learning.Simulation;

namespace Freehold.Benchmarks.Learning;

/// <summary>
/// A simulated year of routing: what the house's decisions were worth against the best fixed candidate, month by month and with hindsight, and
/// against the best candidate for each request.
/// </summary>
internal sealed class YearBenchmark : IBenchmark
{
    private const int FirstSeed = 1;

    public string Name => "year";

    public string Summary => "regret of the learned routing over a simulated year with shifts of prices and qualities and an outage";

    public IReadOnlyCollection<string> Options => ["--seeds", "--decisions-per-day", "--out"];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var seeds = arguments.Integer("--seeds", 1, 1, 100);
        var decisionsPerDay = arguments.Integer("--decisions-per-day", 200, 100, 10_000);
        var years = new List<SimulatedYearResult>();
        for (var seed = FirstSeed; seed < FirstSeed + seeds; seed++)
        {
            var year = SimulatedYear.Run(seed, decisionsPerDay, SimulatedWorld.Days, cancellationToken);
            Print(Console.Out, year);
            years.Add(year);
        }

        if (arguments.Text("--out") is { } path)
        {
            File.WriteAllText(path, path.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? YearChart.ToHtml(years) : YearChart.ToSvg(years[0]));
        }

        report.Add("worst_month_ratio", years.Min(year => year.WorstMonthRatio), "house / best fixed candidate of that month, known only afterwards");
        report.Add("regret_vs_best_fixed", years.Average(year => year.RegretAgainstBestFixed), "a decision, against the best of each month; below 0: a gain");
        report.Add("regret_vs_best_fixed_of_year", years.Average(year => year.RegretAgainstBestFixedOfYear), "a decision");
        report.Add("regret_vs_oracle", years.Average(year => year.RegretAgainstOracle), "a decision, against the best candidate for each request");
        return Task.CompletedTask;
    }

    private static void Print(TextWriter output, SimulatedYearResult year)
    {
        output.WriteLine(Text($"seed {year.Seed}"));
        output.WriteLine("month   house  best fixed of month  ratio  best fixed of year  oracle");
        foreach (var month in year.Months)
        {
            output.WriteLine(Text(
                $"{month.Month,5}  {month.House,6:F4}  {month.BestFixed,9:F4} {month.BestFixedName,-9}  {month.Ratio,5:F3}  {month.BestFixedOfYear,18:F4}  {month.Oracle,6:F4}"));
        }

        foreach (var happened in year.Events)
        {
            output.WriteLine(Text($"  day {happened.Day,3}: {happened.What}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
