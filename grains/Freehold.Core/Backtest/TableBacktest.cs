using Freehold.Core.Backtest.Metrics;
using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Backtest;

/// <summary>Replays a table, offline and online.</summary>
public static class TableBacktest
{
    /// <summary>Points of a curve in a report.</summary>
    public const int CurvePoints = 101;

    /// <summary>Replays a table.</summary>
    /// <param name="table">What is known.</param>
    /// <param name="seed">Fixes folds, streams and draws.</param>
    /// <param name="progress">Told in words how far it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BacktestInputException">The table leaves nothing to route, or is too small.</exception>
    public static BacktestReport Run(RoutingTable table, int seed, Action<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var span = RoutingSpan.Of(table);
        var expected = OfflineBacktest.Expect(
            table, seed, fold => progress?.Invoke($"offline: fold {fold} of {OfflineBacktest.Folds}"), cancellationToken);
        var offline = BudgetCurve.Of(table, span, expected);
        var oracle = BudgetCurve.Of(table, span, Truth(table));
        var (weakCost, strongCost) = (table.Costs[span.Weak], table.Costs[span.Strong]);
        var report = new BacktestReport
        {
            Rows = table.Rows,
            RowsMeasured = span.Rows.Length,
            Models = ModelsOf(table),
            Weak = table.Models[span.Weak],
            Strong = table.Models[span.Strong],
            ApgrOffline = offline.Apgr,
            Cpt50 = offline.BudgetFor(0.5),
            Cpt80 = offline.BudgetFor(0.8),
            ApgrOracle = oracle.Apgr,
            CostAtEqualQuality = (weakCost + (offline.BudgetFor(1) * (strongCost - weakCost))) / strongCost,
            Offline = Thin(offline),
            Oracle = Thin(oracle),
        };
        var run = OnlineBacktest.Run(table, seed, row => progress?.Invoke($"online: {row} of {table.Rows} rows"), cancellationToken);
        return span.Over(table, run.Measured) is { } second ? WithOnline(report, table, second, run) : report;
    }

    /// <summary>The models of a table as a report has them.</summary>
    internal static BacktestModel[] ModelsOf(RoutingTable table)
    {
        var quality = table.MeanQualities();
        double? Known(int arm) => double.IsNaN(quality[arm]) ? null : quality[arm];
        return [.. table.Models.Select((name, arm) => new BacktestModel(name, Known(arm), table.Costs[arm]))];
    }

    /// <summary>A curve at even budgets.</summary>
    internal static BudgetPoint[] Thin(BudgetCurve curve) =>
    [
        .. Enumerable.Range(0, CurvePoints)
            .Select(i => i / (CurvePoints - 1.0)).Select(budget => new BudgetPoint(budget, curve.RecoveredAt(budget))),
    ];

    private static BacktestReport WithOnline(BacktestReport report, RoutingTable table, RoutingSpan span, OnlineRun run)
    {
        var curve = BudgetCurve.Of(table, span, run.Expected);
        var (quality, cost, count) = (0.0, 0.0, 0);
        for (var i = 0; i < run.Measured.Length; i++)
        {
            if (double.IsNaN(table.QualityAt(run.Measured[i], run.Chosen[i]))) continue;
            quality += table.QualityAt(run.Measured[i], run.Chosen[i]);
            cost += table.Costs[run.Chosen[i]];
            count++;
        }

        return report with
        {
            ApgrOnline = curve.Apgr,
            Cpt50Online = curve.BudgetFor(0.5),
            Cpt80Online = curve.BudgetFor(0.8),
            OnlineRecovered = count == 0 ? null : ((quality / count) - span.WeakQuality) / (span.StrongQuality - span.WeakQuality),
            OnlineBudget = count == 0
                ? null
                : ((cost / count) - table.Costs[span.Weak]) / (table.Costs[span.Strong] - table.Costs[span.Weak]),
            Online = Thin(curve),
        };
    }

    private static double[] Truth(RoutingTable table)
    {
        var truth = new double[table.Rows * table.Arms];
        for (var i = 0; i < truth.Length; i++) truth[i] = table.QualityAt(i / table.Arms, i % table.Arms);
        return truth;
    }
}
