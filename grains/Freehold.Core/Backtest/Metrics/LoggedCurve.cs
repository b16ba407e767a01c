using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Backtest.Metrics;

/// <summary>
/// The <see cref="BudgetCurve"/> of a router on a log in which only chosen results are known: qualities are estimated by self-normalised
/// inverse propensity scores (Swaminathan and Joachims, "The Self-Normalized Estimator for Counterfactual Learning", NIPS 2015).
/// </summary>
public static class LoggedCurve
{
    /// <summary>Propensities below this count as this: one lucky row must not decide.</summary>
    public const double LeastPropensity = 0.01;

    /// <summary>The curve, between the cheapest and the best single model by the log's own estimate.</summary>
    /// <param name="log">What was done.</param>
    /// <param name="expected">What the router expects, [rows * models].</param>
    /// <returns>The models, and the curve.</returns>
    /// <exception cref="BacktestInputException">No model is both dearer and better than the cheapest.</exception>
    public static (int Weak, int Strong, BudgetCurve Curve) Of(LoggedTable log, ReadOnlySpan<double> expected)
    {
        ArgumentNullException.ThrowIfNull(log);
        var table = log.Table;
        var values = new double[table.Arms];
        for (var arm = 0; arm < values.Length; arm++)
        {
            var sum = new WeightedMean(log);
            for (var row = 0; row < table.Rows; row++) sum.Serve(row, arm);
            values[arm] = sum.Value;
        }

        var arms = Enumerable.Range(0, table.Arms).ToList();
        var weak = arms.OrderBy(arm => table.Costs[arm]).ThenByDescending(arm => values[arm]).First();
        var strong = arms.OrderByDescending(arm => values[arm]).ThenBy(arm => table.Costs[arm]).First();
        if (!(values[strong] > values[weak]) || !(table.Costs[strong] > table.Costs[weak]))
        {
            throw new BacktestInputException(
                $"there is no gap to route over: by this log the cheapest model ({table.Models[weak]}) is not worse than the others.");
        }

        return (weak, strong, Walk(log, expected, table.Costs[strong] - table.Costs[weak], values[weak], values[strong]));
    }

    private static BudgetCurve Walk(LoggedTable log, ReadOnlySpan<double> expected, double fullCost, double weakValue, double strongValue)
    {
        var table = log.Table;
        var finder = new UpgradeFinder(table.Costs);
        bool[] all = [.. table.Models.Select(_ => true)];
        var upgrades = new List<(double Slope, int Row, int From, int To)>();
        var sum = new WeightedMean(log);
        for (var row = 0; row < table.Rows; row++)
        {
            var here = expected.Slice(row * table.Arms, table.Arms);
            var path = finder.Find(here, all);
            sum.Serve(row, path[0]);
            for (var i = 1; i < path.Length; i++) upgrades.Add((finder.Slope(here, path[i - 1], path[i]), row, path[i - 1], path[i]));
        }

        upgrades.Sort((left, right) => right.Slope.CompareTo(left.Slope));
        var points = new List<BudgetPoint> { new(0, (sum.Value - weakValue) / (strongValue - weakValue)) };
        var budget = 0.0;
        for (var i = 0; i < upgrades.Count && budget < 1;)
        {
            var slope = upgrades[i].Slope;
            for (; i < upgrades.Count && upgrades[i].Slope == slope; i++)
            {
                var (_, row, from, to) = upgrades[i];
                sum.Withdraw(row, from);
                sum.Serve(row, to);
                budget += (table.Costs[to] - table.Costs[from]) / (fullCost * table.Rows);
            }

            points.Add(new BudgetPoint(Math.Min(1, budget), (sum.Value - weakValue) / (strongValue - weakValue)));
        }

        return new BudgetCurve([.. points]);
    }

    /// <summary>The estimate of a policy that is changed row by row.</summary>
    private struct WeightedMean(LoggedTable log)
    {
        private double _weights;
        private double _sum;

        public readonly double Value => _weights > 1e-9 ? _sum / _weights : 0;

        public void Serve(int row, int arm) => Add(row, arm, 1);

        public void Withdraw(int row, int arm) => Add(row, arm, -1);

        private void Add(int row, int arm, int sign)
        {
            if (log.Chosen[row] != arm) return;
            var weight = sign / Math.Max(LeastPropensity, log.Propensity[row]);
            _weights += weight;
            _sum += weight * log.Table.QualityAt(row, arm);
        }
    }
}
