namespace Freehold.Core.Learning.Quality.Training;

/// <summary>All parts of a model, fitted at one strength.</summary>
internal readonly record struct PartsFit(QualityView Topic, QualityView Surface, QualityForest Forest);

/// <summary>The trainers of all parts of a model, and their mean estimates for the rows that they hold.</summary>
internal sealed class PartsTrainer(ViewTrainer topic, ViewTrainer surface, ForestTrainer forest, QualityModel? prior, int seed)
{
    /// <summary>Fits all parts for each strength; the forest knows none, and is the same in each.</summary>
    public PartsFit[] Fit(QualityRows rows, int[] among, ReadOnlySpan<double> strengths, CancellationToken cancellationToken)
    {
        var trees = prior is null ? forest.Fit(rows, among, seed, cancellationToken) : forest.Move(prior.Forest, rows, among);
        var topics = topic.Fit(rows, among, strengths, cancellationToken);
        var surfaces = surface.Fit(rows, among, strengths, cancellationToken);
        return [.. topics.Zip(surfaces, (first, second) => new PartsFit(first, second, trees))];
    }

    /// <summary>Estimates, not calibrated, of all results that are known, row by row.</summary>
    public double[] EstimateKnown(QualityRows rows, int[] among, PartsFit fit)
    {
        var estimates = new List<double>();
        var place = new float[QualityForest.Dimensions];
        var trees = new double[rows.Arms];
        foreach (var row in among)
        {
            forest.PlaceOf(row, place);
            fit.Forest.Estimate(place, trees);
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (double.IsNaN(rows.QualityAt(row, arm))) continue;
                estimates.Add(QualityModel.Combine(
                    fit.Topic.Estimate(topic.LikenessOf(row), arm), fit.Surface.Estimate(surface.LikenessOf(row), arm), trees[arm]));
            }
        }

        return [.. estimates];
    }

    /// <summary>For the same results, how many like rows an estimate rests on.</summary>
    public double[] LikeRows(QualityRows rows, int[] among, double[] evidence)
    {
        var numbers = new List<double>();
        foreach (var row in among)
        {
            var density = QualityModel.DensityOf(topic.LikenessOf(row), topic.Landmarks);
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (!double.IsNaN(rows.QualityAt(row, arm))) numbers.Add(density * evidence[arm]);
            }
        }

        return [.. numbers];
    }
}
