using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Backtest.Metrics;

/// <summary>A point of a curve.</summary>
/// <param name="Budget">
/// 0: what the weak model alone costs; 1: what the strong one alone costs. Of two models: the share of strong calls.
/// </param>
/// <param name="Recovered">Performance gap recovered: 0: the weak model's mean quality; 1: the strong one's.</param>
public readonly record struct BudgetPoint(double Budget, double Recovered);

/// <summary>
/// What a router recovers of the gap between the weak and the strong model at each budget (PGR, Ong et al., "RouteLLM", 2024), with
/// its mean over all budgets (APGR) and the budget needed for a share of it (CPT).
/// </summary>
/// <remarks>
/// At a budget the calls go to the upgrades with most expected quality for their cost first: the greedy solution of the
/// multiple-choice knapsack (Sinha and Zoltners 1979). A row's upgrades are the upper hull of (mean cost, expected quality) from the
/// cheapest model on. With two models a row has one upgrade, and this is the order of expected differences, so the curve is RouteLLM's.
/// </remarks>
public sealed class BudgetCurve
{
    private readonly BudgetPoint[] _points;

    internal BudgetCurve(BudgetPoint[] points) => _points = points;

    /// <summary>Points from budget 0 to budget 1, straight lines between them.</summary>
    public IReadOnlyList<BudgetPoint> Points => _points;

    /// <summary>Mean of the performance gap recovered over all budgets: 0.5 for random calls.</summary>
    public double Apgr
    {
        get
        {
            var area = 0.0;
            for (var i = 1; i < _points.Length; i++)
                area += (_points[i].Budget - _points[i - 1].Budget) * (_points[i].Recovered + _points[i - 1].Recovered) / 2;
            return area;
        }
    }

    /// <summary>The curve of a router.</summary>
    /// <param name="table">What is known.</param>
    /// <param name="span">The models and rows that it is measured over.</param>
    /// <param name="expected">What the router expects, [rows * models] of the table; only the span's rows are read.</param>
    public static BudgetCurve Of(RoutingTable table, RoutingSpan span, ReadOnlySpan<double> expected)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(span);
        var upgrades = new List<Upgrade>(span.Rows.Length);
        var finder = new UpgradeFinder(table.Costs);
        var quality = 0.0;
        var known = new bool[table.Arms];
        foreach (var row in span.Rows)
        {
            for (var arm = 0; arm < known.Length; arm++) known[arm] = !double.IsNaN(table.QualityAt(row, arm));
            var path = finder.Find(expected.Slice(row * table.Arms, table.Arms), known);
            quality += table.QualityAt(row, path[0]);
            for (var i = 1; i < path.Length; i++)
            {
                upgrades.Add(new Upgrade(
                    finder.Slope(expected.Slice(row * table.Arms, table.Arms), path[i - 1], path[i]),
                    table.Costs[path[i]] - table.Costs[path[i - 1]],
                    table.QualityAt(row, path[i]) - table.QualityAt(row, path[i - 1])));
            }
        }

        upgrades.Sort((left, right) => right.Slope.CompareTo(left.Slope));
        return new BudgetCurve(Walk(upgrades, quality, table, span));
    }

    /// <summary>The smallest budget that recovers this share of the gap; null where none does.</summary>
    public double? BudgetFor(double recovered)
    {
        for (var i = 0; i < _points.Length; i++)
        {
            if (_points[i].Recovered < recovered) continue;
            if (i == 0) return 0;
            var (before, here) = (_points[i - 1], _points[i]);
            return before.Budget + ((here.Budget - before.Budget) * (recovered - before.Recovered) / (here.Recovered - before.Recovered));
        }

        return null;
    }

    /// <summary>The performance gap recovered at a budget from 0 to 1.</summary>
    public double RecoveredAt(double budget)
    {
        for (var i = 1; i < _points.Length; i++)
        {
            var (before, here) = (_points[i - 1], _points[i]);
            if (here.Budget < budget) continue;
            var width = here.Budget - before.Budget;
            return width <= 0
                ? here.Recovered
                : before.Recovered + ((here.Recovered - before.Recovered) * (budget - before.Budget) / width);
        }

        return _points[^1].Recovered;
    }

    /// <summary>
    /// Takes the upgrades in order until the budget is spent. Those of the same slope are taken together, evenly: a router cannot tell them
    /// apart.
    /// </summary>
    private static BudgetPoint[] Walk(List<Upgrade> upgrades, double quality, RoutingTable table, RoutingSpan span)
    {
        var fullCost = span.Rows.Length * (table.Costs[span.Strong] - table.Costs[span.Weak]);
        var gap = span.Rows.Length * (span.StrongQuality - span.WeakQuality);
        var gained = quality - (span.Rows.Length * span.WeakQuality);
        var spent = 0.0;
        var points = new List<BudgetPoint> { new(0, gained / gap) };
        for (var i = 0; i < upgrades.Count && points[^1].Budget < 1;)
        {
            var slope = upgrades[i].Slope;
            for (; i < upgrades.Count && upgrades[i].Slope == slope; i++)
            {
                spent += upgrades[i].Cost;
                gained += upgrades[i].Quality;
            }

            var (before, budget) = (points[^1], spent / fullCost);
            // Sums of costs round: an end within a billionth of the whole is the end.
            var share = budget <= 1 + 1e-9 ? 1 : (1 - before.Budget) / (budget - before.Budget);
            points.Add(new BudgetPoint(Math.Min(budget, 1), before.Recovered + (share * ((gained / gap) - before.Recovered))));
        }

        return [.. points];
    }

    private readonly record struct Upgrade(double Slope, double Cost, double Quality);
}
