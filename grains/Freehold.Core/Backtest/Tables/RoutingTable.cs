using Freehold.Core.Features;

namespace Freehold.Core.Backtest.Tables;

/// <summary>Prompts, as their features, with what each model made of them. The text of the prompts is not kept.</summary>
public sealed class RoutingTable
{
    /// <summary>Most models of a table.</summary>
    public const int MaxModels = 64;

    /// <summary>Most rows of a table: a row takes about 1 KB.</summary>
    public const int MaxRows = 500_000;

    private readonly double[] _quality;
    private readonly double[] _rowCost;

    /// <summary>A table.</summary>
    /// <param name="models">Names, one a model.</param>
    /// <param name="features">The prompts, [rows].</param>
    /// <param name="quality">[rows * models], row by row: 0 (wrong) to 1 (right); NaN: not known.</param>
    /// <param name="rowCost">[rows * models]: what each call costs; any unit, the same throughout.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public RoutingTable(IReadOnlyList<string> models, IReadOnlyList<RequestFeatures> features, double[] quality, double[] rowCost)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(rowCost);
        if (models.Count is < 2 or > MaxModels) throw new ArgumentException($"A table has 2 to {MaxModels} models, not {models.Count}.");
        if (quality.Length != models.Count * features.Count || rowCost.Length != quality.Length)
            throw new ArgumentException(
                $"{features.Count} rows of {models.Count} models have {models.Count * features.Count} qualities and costs.");
        (Models, Features, _quality, _rowCost) = (models, features, quality, rowCost);
        Costs = new double[models.Count];
        for (var arm = 0; arm < Costs.Length; arm++)
        {
            for (var row = 0; row < features.Count; row++) Costs[arm] += CostAt(row, arm) / features.Count;
        }
    }

    /// <summary>Names, one a model.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The prompts, [rows].</summary>
    public IReadOnlyList<RequestFeatures> Features { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Features.Count;

    /// <summary>Number of models.</summary>
    public int Arms => Models.Count;

    /// <summary>Mean cost of a call of each model, [models].</summary>
    public double[] Costs { get; }

    /// <summary>How good a model's answer is, 0 to 1; NaN where it is not known.</summary>
    public double QualityAt(int row, int arm) => _quality[(row * Arms) + arm];

    /// <summary>What a call costs.</summary>
    public double CostAt(int row, int arm) => _rowCost[(row * Arms) + arm];

    /// <summary>Mean quality of each model where it is known, [models]; NaN where it never is.</summary>
    public double[] MeanQualities()
    {
        var means = new double[Arms];
        for (var arm = 0; arm < Arms; arm++)
        {
            var (sum, count) = (0.0, 0);
            for (var row = 0; row < Rows; row++)
            {
                if (double.IsNaN(QualityAt(row, arm))) continue;
                sum += QualityAt(row, arm);
                count++;
            }

            means[arm] = sum / count;
        }

        return means;
    }
}
