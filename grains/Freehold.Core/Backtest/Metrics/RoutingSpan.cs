using Freehold.Core.Backtest.Tables;

namespace Freehold.Core.Backtest.Metrics;

/// <summary>
/// The two models that a table is measured between: the cheapest (weak) and the best single one (strong), and the rows for which both
/// results are known.
/// </summary>
public sealed class RoutingSpan
{
    private RoutingSpan(int weak, int strong, int[] rows, double weakQuality, double strongQuality) =>
        (Weak, Strong, Rows, WeakQuality, StrongQuality) = (weak, strong, rows, weakQuality, strongQuality);

    /// <summary>The cheapest model; of several equally cheap ones the best.</summary>
    public int Weak { get; }

    /// <summary>The model with the best mean quality; of several equally good ones the cheapest.</summary>
    public int Strong { get; }

    /// <summary>Rows that are measured.</summary>
    public int[] Rows { get; }

    /// <summary>Mean quality of the weak model over <see cref="Rows"/>.</summary>
    public double WeakQuality { get; }

    /// <summary>Mean quality of the strong model over <see cref="Rows"/>.</summary>
    public double StrongQuality { get; }

    /// <summary>Finds the span of a table.</summary>
    /// <exception cref="BacktestInputException">No model is both dearer and better than the cheapest, or no row knows both.</exception>
    public static RoutingSpan Of(RoutingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var quality = table.MeanQualities();
        var known = Enumerable.Range(0, table.Arms).Where(arm => !double.IsNaN(quality[arm])).ToArray();
        if (known.Length < 2) throw new BacktestInputException("fewer than two models have any result; name others by --models.");
        var weak = known.OrderBy(arm => table.Costs[arm]).ThenByDescending(arm => quality[arm]).First();
        var strong = known.OrderByDescending(arm => quality[arm]).ThenBy(arm => table.Costs[arm]).First();
        var span = Measure(table, weak, strong, Enumerable.Range(0, table.Rows));
        return span ?? throw new BacktestInputException(
            $"there is no gap to route over: the cheapest model ({table.Models[weak]}) is not worse than the best single one "
            + $"({table.Models[strong]}) where both are known. Check --cost, or name other models by --models.");
    }

    /// <summary>The same two models measured over some of the rows; null where the strong one is not better there.</summary>
    public RoutingSpan? Over(RoutingTable table, IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Measure(table, Weak, Strong, rows);
    }

    private static RoutingSpan? Measure(RoutingTable table, int weak, int strong, IEnumerable<int> rows)
    {
        var both = rows.Where(row => !double.IsNaN(table.QualityAt(row, weak)) && !double.IsNaN(table.QualityAt(row, strong))).ToArray();
        if (both.Length == 0 || table.Costs[strong] <= table.Costs[weak]) return null;
        var weakQuality = both.Average(row => table.QualityAt(row, weak));
        var strongQuality = both.Average(row => table.QualityAt(row, strong));
        return strongQuality > weakQuality ? new RoutingSpan(weak, strong, both, weakQuality, strongQuality) : null;
    }
}
