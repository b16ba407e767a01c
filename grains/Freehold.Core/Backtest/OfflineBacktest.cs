using Freehold.Core.Backtest.Tables;
using Freehold.Core.Features;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Backtest;

/// <summary>Five-fold cross-validation: each row is judged by a model that learnt from the other folds alone.</summary>
public static class OfflineBacktest
{
    /// <summary>Number of folds.</summary>
    public const int Folds = 5;

    /// <summary>Fewest rows that can be split in a way that says something.</summary>
    public const int MinRows = 20;

    /// <summary>What each row's model expects of each arm.</summary>
    /// <param name="table">What is known.</param>
    /// <param name="seed">Fixes the folds and what training draws.</param>
    /// <param name="progress">Told the number of folds done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[rows * models].</returns>
    /// <exception cref="BacktestInputException">There are fewer than <see cref="MinRows"/> rows.</exception>
    public static double[] Expect(RoutingTable table, int seed, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Rows < MinRows)
            throw new BacktestInputException($"{table.Rows} rows are too few for five folds; give {MinRows} or more.");
        var order = Enumerable.Range(0, table.Rows).ToArray();
        new Random(seed).Shuffle(order);
        var expected = new double[table.Rows * table.Arms];
        var deviation = new double[table.Arms];
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] learnt = [.. order.Where((_, place) => place % Folds != fold).Take(QualityRows.MaxRows)];
            var model = QualityTrainer.Train(RowsOf(table, learnt), prior: null, seed + fold, cancellationToken);
            for (var place = fold; place < order.Length; place += Folds)
            {
                var row = order[place];
                model.Estimate(table.Features[row], expected.AsSpan(row * table.Arms, table.Arms), deviation);
            }

            progress?.Invoke(fold + 1);
        }

        return expected;
    }

    private static QualityRows RowsOf(RoutingTable table, int[] rows)
    {
        var features = new RequestFeatures[rows.Length];
        var quality = new double[rows.Length * table.Arms];
        for (var i = 0; i < rows.Length; i++)
        {
            features[i] = table.Features[rows[i]];
            for (var arm = 0; arm < table.Arms; arm++) quality[(i * table.Arms) + arm] = table.QualityAt(rows[i], arm);
        }

        return new QualityRows(table.Arms, features, quality);
    }
}
