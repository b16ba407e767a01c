namespace Freehold.Core.Backtest.Metrics;

/// <summary>Finds the models worth paying for in one row: the upper hull of (mean cost, expected quality), cheapest first.</summary>
/// <param name="costs">Mean cost of each model, [models].</param>
internal sealed class UpgradeFinder(double[] costs)
{
    private readonly int[] _byCost = [.. Enumerable.Range(0, costs.Length).OrderBy(arm => costs[arm])];
    private readonly int[] _hull = new int[costs.Length];

    /// <summary>
    /// The hull from the cheapest known model to the dearest, slopes descending along it (down to negative ones: a budget is spent,
    /// whether or not more quality is expected). Valid until the next call.
    /// </summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<double> expected, ReadOnlySpan<bool> known)
    {
        var count = 0;
        foreach (var arm in _byCost)
        {
            if (!known[arm]) continue;
            if (count > 0 && costs[arm] == costs[_hull[count - 1]])
            {
                if (expected[arm] <= expected[_hull[count - 1]]) continue;
                count--;
            }

            while (count >= 2 && Slope(expected, _hull[count - 1], arm) >= Slope(expected, _hull[count - 2], _hull[count - 1])) count--;
            _hull[count++] = arm;
        }

        return _hull.AsSpan(0, count);
    }

    /// <summary>Expected quality for each unit of cost, going from one model to a dearer one.</summary>
    public double Slope(ReadOnlySpan<double> expected, int from, int to) => (expected[to] - expected[from]) / (costs[to] - costs[from]);
}
