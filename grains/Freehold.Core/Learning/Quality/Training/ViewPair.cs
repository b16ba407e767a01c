namespace Freehold.Core.Learning.Quality.Training;

/// <summary>Both views fitted at one strength.</summary>
internal readonly record struct ViewFit(QualityView Topic, QualityView Surface);

/// <summary>The trainers of both views, and their mean estimates for the rows that they hold.</summary>
internal sealed class ViewPair(ViewTrainer topic, ViewTrainer surface, LandmarkKernel topicKernel)
{
    public ViewFit[] Fit(QualityRows rows, int[] among, ReadOnlySpan<double> strengths, CancellationToken cancellationToken)
    {
        var topics = topic.Fit(rows, among, strengths, cancellationToken);
        var surfaces = surface.Fit(rows, among, strengths, cancellationToken);
        return [.. topics.Zip(surfaces, (first, second) => new ViewFit(first, second))];
    }

    /// <summary>Estimates, not calibrated, of all results that are known, row by row.</summary>
    public double[] EstimateKnown(QualityRows rows, int[] among, ViewFit fit)
    {
        var estimates = new List<double>();
        foreach (var row in among)
        {
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (double.IsNaN(rows.QualityAt(row, arm))) continue;
                estimates.Add((fit.Topic.Estimate(topic.LikenessOf(row), arm) + fit.Surface.Estimate(surface.LikenessOf(row), arm)) / 2);
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
            var density = QualityModel.DensityOf(topic.LikenessOf(row), topicKernel.Count);
            for (var arm = 0; arm < rows.Arms; arm++)
            {
                if (!double.IsNaN(rows.QualityAt(row, arm))) numbers.Add(density * evidence[arm]);
            }
        }

        return [.. numbers];
    }
}
