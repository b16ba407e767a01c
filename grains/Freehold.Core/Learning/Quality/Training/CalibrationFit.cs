using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>Measures estimates on rows held out.</summary>
internal static class CalibrationFit
{
    private const double LeastTemperature = 0.1;
    private const double TemperatureGrowth = 1.08;
    private const int Temperatures = 40;
    private const double LeastVarianceScale = 0.25;
    private const double MostVarianceScale = 1_000;

    /// <summary>The temperature with the least log loss, and that loss.</summary>
    /// <param name="raw">Estimates.</param>
    /// <param name="outcome">What came of them, 0 to 1.</param>
    public static (double Temperature, double LogLoss) Temperature(ReadOnlySpan<double> raw, ReadOnlySpan<double> outcome)
    {
        var (best, bestLoss) = (1.0, double.PositiveInfinity);
        for (var i = 0; i < Temperatures; i++)
        {
            var temperature = LeastTemperature * Math.Pow(TemperatureGrowth, i);
            var loss = 0.0;
            for (var j = 0; j < raw.Length; j++)
            {
                var logit = temperature * VectorMath.Logit(raw[j]);
                // -(y log p + (1 - y) log(1 - p)) of p = sigmoid(logit).
                loss += Math.Log(1 + Math.Exp(-Math.Abs(logit))) + Math.Max(logit, 0) - (outcome[j] * logit);
            }

            if (loss < bestLoss) (best, bestLoss) = (temperature, loss);
        }

        return (best, bestLoss / raw.Length);
    }

    /// <summary>
    /// The variance scale, from two models that learnt from different rows: their squared difference is twice the variance of one.
    /// </summary>
    /// <param name="first">Estimates of one.</param>
    /// <param name="second">Estimates of the other for the same requests and arms.</param>
    /// <param name="likeRows">Like rows that each rests on.</param>
    public static double VarianceScale(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> likeRows)
    {
        var (squares, unit) = (0.0, 1e-9);
        for (var i = 0; i < first.Length; i++)
        {
            var mean = (first[i] + second[i]) / 2;
            squares += (first[i] - second[i]) * (first[i] - second[i]) / 2;
            unit += mean * (1 - mean) / (1 + likeRows[i]);
        }

        return Math.Clamp(squares / unit, LeastVarianceScale, MostVarianceScale);
    }
}
