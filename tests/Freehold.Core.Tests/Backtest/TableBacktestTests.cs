using Freehold.Core.Backtest;
using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Tests.Backtest;

public sealed class TableBacktestTests
{
    private static readonly BacktestReport Report = Run(160, 2);

    [Fact]
    public void Both_ways_of_learning_beat_random_and_not_the_oracle()
    {
        Assert.InRange(Report.ApgrOffline, 0.55, Report.ApgrOracle!.Value);
        Assert.InRange(Report.ApgrOnline!.Value, 0.52, 2);
        Assert.True(Report.Cpt50 < Report.Cpt80);
        Assert.Equal(Report.ApgrOracle - Report.ApgrOffline, Report.OracleGap);
        Assert.InRange(Report.CostAtEqualQuality!.Value, 0.5, 1);
    }

    [Fact]
    public void The_same_seed_finds_the_same() => Assert.Equal(Figures(Report), Figures(Run(160, 2)));

    [Fact]
    public void Three_models_and_unknown_results_are_replayed_too()
    {
        var full = GivenTable.Subjects(120, 3, seed: 4);
        var random = new Random(2);
        double[] quality = [.. GivenTable.Truth(full).Select(value => random.Next(10) == 0 ? double.NaN : value)];
        double[] costs = [.. Enumerable.Range(0, quality.Length).Select(i => 1.0 + (i % 3))];

        var report = TableBacktest.Run(new RoutingTable(full.Models, full.Features, quality, costs), 1, null, CancellationToken.None);

        Assert.InRange(report.RowsMeasured, 70, 115);
        Assert.InRange(report.ApgrOffline, 0.4, report.ApgrOracle!.Value);
    }

    [Fact]
    public void Too_few_rows_are_refused() =>
        Assert.Contains("too few", Assert.Throws<BacktestInputException>(() => Run(12, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_charts_are_well_formed_and_show_every_curve()
    {
        var report = Report with { Weak = "<script>&\"" };
        var svg = System.Xml.Linq.XDocument.Parse(BacktestChart.Svg(report));

        Assert.Equal(4, svg.Descendants().Count(element => element.Name.LocalName == "polyline"));
        Assert.DoesNotContain("<script>", BacktestChart.Html(report), StringComparison.Ordinal);
        Assert.Contains("APGR online", BacktestChart.Html(report), StringComparison.Ordinal);
    }

    private static string Figures(BacktestReport report) => string.Join('\n', BacktestFigures.Of(report));

    private static BacktestReport Run(int rows, int arms) =>
        TableBacktest.Run(GivenTable.Subjects(rows, arms, seed: 9), 3, null, CancellationToken.None);
}
