using Freehold.Core.Backtest.Tables;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Backtest;

/// <summary>What came of a stream.</summary>
/// <param name="Expected">
/// What the model of the moment expected of each arm before the row was served, [rows * models]; the measured rows only.
/// </param>
/// <param name="Measured">The second half of the stream, in its order.</param>
/// <param name="Chosen">Models chosen for <paramref name="Measured"/>.</param>
public sealed record OnlineRun(double[] Expected, int[] Measured, int[] Chosen);

/// <summary>
/// Replays a table as a stream from which only the chosen model's result is ever seen: choose, see, learn, in the way that Freehold
/// itself explores and learns.
/// </summary>
/// <remarks>
/// The budget that a request may have is drawn anew for each, evenly from 0 to 1, since APGR is the mean over all budgets. The model's
/// expectations at that budget's price and their standard errors give the propensities (<see cref="Learning.Bandits.ExplorationPolicy"/>).
/// Models are learnt anew each time that the log has grown by a quarter (with many models, by half).
/// </remarks>
public static class OnlineBacktest
{
    private const int FirstFit = 100;
    private const double FitGrowth = 1.25;

    /// <summary>With more models than <see cref="FewArms"/> each fit takes longer and teaches less: fits are fewer.</summary>
    private const double FitGrowthOfMany = 1.5;

    private const int FewArms = 8;
    private const double ExplorationBudget = 0.2;

    /// <summary>Runs the stream.</summary>
    /// <param name="table">What is known; shown to the learner call by call.</param>
    /// <param name="seed">Fixes the stream's order, the budgets and the draws.</param>
    /// <param name="progress">Told the number of rows served.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static OnlineRun Run(RoutingTable table, int seed, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var random = new Random(seed);
        var order = Enumerable.Range(0, table.Rows).ToArray();
        random.Shuffle(order);
        var log = new BanditLog(table);
        var expected = new double[table.Rows * table.Arms];
        var chosen = new int[table.Rows];
        var chooser = new BudgetChooser(table.Costs);
        var nextFit = Math.Min(FirstFit, table.Rows / 4);
        QualityModel? model = null;
        for (var at = 0; at < order.Length; at++)
        {
            if (at == nextFit)
            {
                model = log.Learn(seed + at, cancellationToken) ?? model;
                if (model is not null) chooser.Prepare(model, log.Latest());
                nextFit = Math.Max(at + 1, (int)(at * (table.Arms > FewArms ? FitGrowthOfMany : FitGrowth)));
                progress?.Invoke(at);
            }

            var row = order[at];
            chosen[at] = model is null
                ? random.Next(table.Arms)
                : chooser.Choose(model, table.Features[row], random, ExplorationBudget, expected.AsSpan(row * table.Arms, table.Arms));
            log.Add(row, chosen[at]);
        }

        var half = order.Length / 2;
        return new OnlineRun(expected, order[half..], chosen[half..]);
    }
}
