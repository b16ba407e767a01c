using Freehold.Core.Backtest.Metrics;
using Freehold.Core.Features;
using Freehold.Core.Learning.Bandits;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Backtest;

/// <summary>
/// Chooses models for requests whose budgets are drawn evenly, by the price at which recent requests would spend that budget.
/// </summary>
/// <param name="costs">Mean cost of each model.</param>
internal sealed class BudgetChooser(double[] costs)
{
    private readonly UpgradeFinder _finder = new(costs);
    private readonly bool[] _all = [.. costs.Select(_ => true)];
    private readonly double[] _mean = new double[costs.Length];
    private readonly double[] _deviation = new double[costs.Length];
    private readonly double[] _propensity = new double[costs.Length];
    private readonly List<(double Slope, double Spent)> _prices = [];

    /// <summary>Sets the prices of budgets from what a model expects of some requests.</summary>
    public void Prepare(QualityModel model, IReadOnlyList<RequestFeatures> requests)
    {
        _prices.Clear();
        var (sums, upgrades) = (new double[costs.Length], new List<(double Slope, double Cost)>());
        foreach (var request in requests)
        {
            model.Estimate(request, _mean, _deviation);
            var path = _finder.Find(_mean, _all);
            for (var i = 1; i < path.Length; i++)
                upgrades.Add((_finder.Slope(_mean, path[i - 1], path[i]), costs[path[i]] - costs[path[i - 1]]));
            for (var arm = 0; arm < sums.Length; arm++) sums[arm] += _mean[arm];
        }

        var strong = Array.IndexOf(sums, sums.Max());
        var full = requests.Count * (costs[strong] - costs.Min());
        upgrades.Sort((left, right) => right.Slope.CompareTo(left.Slope));
        var spent = 0.0;
        foreach (var (slope, cost) in upgrades)
        {
            spent += cost;
            _prices.Add((slope, full > 0 ? spent / full : 1));
            if (spent >= full) break;
        }
    }

    /// <summary>Draws a budget, and a model at its price.</summary>
    /// <param name="model">What expects.</param>
    /// <param name="request">The request.</param>
    /// <param name="random">What draws.</param>
    /// <param name="explorationBudget">Share of requests that may go to another than the leader.</param>
    /// <param name="mean">Receives what the model expects, [models].</param>
    public int Choose(QualityModel model, RequestFeatures request, Random random, double explorationBudget, Span<double> mean)
    {
        model.Estimate(request, mean, _deviation);
        var price = PriceOf(random.NextDouble());
        for (var arm = 0; arm < _mean.Length; arm++) _mean[arm] = mean[arm] - (price * costs[arm]);
        ExplorationPolicy.Distribute(_mean, _deviation, explorationBudget, _propensity);
        return ExplorationPolicy.Draw(_propensity, random.NextDouble());
    }

    /// <summary>Quality that a unit of cost must bring for a budget to be spent and not overrun.</summary>
    private double PriceOf(double budget)
    {
        var (low, high) = (0, _prices.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_prices[middle].Spent < budget) low = middle + 1;
            else high = middle;
        }

        return _prices.Count == 0 ? 0 : _prices[low].Slope;
    }
}
