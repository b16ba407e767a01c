using Freehold.Core.Backtest.Metrics;
using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Backtest;

/// <summary>Replays Freehold's own log: learns from chosen results alone, and judges off-policy what it would have chosen.</summary>
public static class LoggedBacktest
{
    /// <summary>Replays a log, five-fold. There is no oracle, since nobody knows what the others would have answered.</summary>
    /// <param name="log">What was done.</param>
    /// <param name="seed">Fixes folds and draws.</param>
    /// <param name="progress">Told in words how far it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BacktestInputException">The log leaves nothing to route, or is too small.</exception>
    public static BacktestReport Run(LoggedTable log, int seed, Action<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var table = log.Table;
        var expected = OfflineBacktest.Expect(
            table, seed, fold => progress?.Invoke($"fold {fold} of {OfflineBacktest.Folds}"), cancellationToken);
        var (weak, strong, curve) = LoggedCurve.Of(log, expected);
        var (weakCost, strongCost) = (table.Costs[weak], table.Costs[strong]);
        return new BacktestReport
        {
            Rows = table.Rows,
            RowsMeasured = table.Rows,
            Models = TableBacktest.ModelsOf(table),
            Weak = table.Models[weak],
            Strong = table.Models[strong],
            ApgrOffline = curve.Apgr,
            Cpt50 = curve.BudgetFor(0.5),
            Cpt80 = curve.BudgetFor(0.8),
            CostAtEqualQuality = (weakCost + (curve.BudgetFor(1) * (strongCost - weakCost))) / strongCost,
            Offline = TableBacktest.Thin(curve),
        };
    }
}
