namespace Freehold.Core.Distillation.Evaluation;

/// <summary>
/// Percentile intervals by resampling (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993), for measures that are no mean of
/// examples.
/// </summary>
internal static class Bootstrap
{
    private const int Resamples = 400;
    private const int Seed = 1;

    /// <summary>The interval of 95% of a measure. The same measure of as many examples gives the same interval.</summary>
    /// <param name="count">Examples, at least 1.</param>
    /// <param name="measure">Of examples by their indices, some of them more than once.</param>
    public static (double Lower, double Upper) Interval(int count, Func<int[], double> measure)
    {
        var random = new Random(Seed);
        var (sample, values) = (new int[count], new double[Resamples]);
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var i = 0; i < count; i++)
            {
                sample[i] = random.Next(count);
            }

            values[resample] = measure(sample);
        }

        Array.Sort(values);
        return (values[(int)(0.025 * Resamples)], values[(int)(0.975 * Resamples)]);
    }
}
