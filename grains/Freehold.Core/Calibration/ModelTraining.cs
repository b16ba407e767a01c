namespace Freehold.Core.Calibration;

/// <summary>
/// Trains the calibrators of one model: what a workload has too little of comes from all workloads together, and what those have too little of
/// from the prior.
/// </summary>
internal static class ModelTraining
{
    /// <summary>Outcomes below which nothing is promised for a level, and the next one's promise holds.</summary>
    public const int MinOutcomes = 60;

    // One outcome of three fits the model and chooses the thresholds; the others calibrate and test it. Were they the same, the tests would
    // be too sure of themselves. Which third it is a hash says, so that no rhythm in the log can be in step with it.
    private const int FitOneOf = 3;

    // A level above counts as so many outcomes, spread over the scores: its curve is where a new workload begins.
    private const double PriorWeight = 20;
    private const double MinBlockWeight = 10;

    public static IEnumerable<KeyValuePair<CalibrationKey, Calibrator>> Train(IGrouping<string, SampleWindow> windows)
    {
        var samples = windows.SelectMany(window => window.Samples).OrderBy(numbered => numbered.Number).ToList();
        var fit = samples.FindAll(numbered => IsForFit(numbered.Number)).ConvertAll(numbered => numbered.Sample);
        var test = samples.FindAll(numbered => !IsForFit(numbered.Number)).ConvertAll(numbered => numbered.Sample);
        if (test.Count < MinOutcomes || fit.Count == 0)
        {
            yield break;
        }

        var model = ConfidenceFit.Fit(fit);
        var thresholds = Thresholds([.. fit.Select(sample => model.Score(sample.Signals))]);
        var tenant = Calibrate(CalibrationLevel.Tenant, model, thresholds, test, CalibrationCurve.Identity);
        yield return new(new(windows.Key, null), tenant);
        foreach (var workload in test.Where(sample => sample.Workload is not null).GroupBy(sample => sample.Workload, StringComparer.Ordinal))
        {
            if (workload.Count() >= MinOutcomes)
            {
                yield return new(
                    new(windows.Key, workload.Key),
                    Calibrate(CalibrationLevel.Workload, model, thresholds, [.. workload], tenant.Curve));
            }
        }
    }

    // Fibonacci hashing (Knuth 1998, 6.4): the high half of the product is well mixed.
    private static bool IsForFit(long number) => ((ulong)number * 0x9E3779B97F4A7C15 >> 32) % FitOneOf == 0;

    private static Calibrator Calibrate(
        CalibrationLevel level, ConfidenceModel model, float[] thresholds, List<CalibrationSample> samples, CalibrationCurve above)
    {
        var scored = samples.ConvertAll(sample => (Score: model.Score(sample.Signals), sample.IsRight));
        return new Calibrator
        {
            Level = level,
            Outcomes = scored.Count,
            Model = model,
            Curve = Curve(scored, above),
            Risk = new RiskTable(
                thresholds,
                Array.ConvertAll(thresholds, least => scored.Count(sample => sample.Score >= least)),
                Array.ConvertAll(thresholds, least => scored.Count(sample => sample.Score >= least && sample.IsRight))),
        };
    }

    private static CalibrationCurve Curve(List<(double Score, bool IsRight)> scored, CalibrationCurve above)
    {
        var points = scored.ConvertAll(sample => (X: sample.Score, Y: sample.IsRight ? 1.0 : 0, Weight: 1.0));
        const int pseudo = (int)PriorWeight;
        for (var i = 0; i < pseudo; i++)
        {
            var score = (i + 0.5) / pseudo;
            points.Add((score, above.Probability(score), PriorWeight / pseudo));
        }

        points.Sort((a, b) => a.X.CompareTo(b.X));
        return CalibrationCurve.Through(
            IsotonicRegression.Fit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points), MinBlockWeight));
    }

    /// <summary>Evenly spread quantiles of the scores, the strictest first.</summary>
    private static float[] Thresholds(double[] scores)
    {
        Array.Sort(scores);
        return [.. Enumerable.Range(1, RiskTable.MaxThresholds)
            .Select(i => (float)scores[scores.Length - 1 - (scores.Length - 1) * i / RiskTable.MaxThresholds])
            .Distinct()];
    }
}
