using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality;

/// <summary>How far a model's estimates are to be trusted, measured on rows that it had not learnt from.</summary>
/// <param name="Temperature">
/// What the logit of an estimate is multiplied by (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017): below 1 where the
/// model was too sure.
/// </param>
/// <param name="VarianceScale">Variance of an estimate p that rests on n like rows: this times p (1 - p) / (1 + n).</param>
internal readonly record struct QualityCalibration(double Temperature, double VarianceScale)
{
    /// <summary>No estimate of a number from 0 to 1 is further off than its range allows.</summary>
    private const double MaxDeviation = 0.5;

    public double Mean(double raw) => VectorMath.Sigmoid(Temperature * VectorMath.Logit(raw));

    public double Deviation(double mean, double likeRows) =>
        Math.Min(MaxDeviation, Math.Sqrt(VarianceScale * mean * (1 - mean) / (1 + likeRows)));
}
