namespace Freehold.Core.Calibration;

/// <summary>
/// Fits a confidence model to outcomes: logistic regression with a Gaussian prior around <see cref="ConfidenceModel.Prior"/>, by Newton's method
/// (iteratively reweighted least squares). With no outcome it is the prior; with many the prior does not matter.
/// </summary>
internal static class ConfidenceFit
{
    private const int Size = ConfidenceModel.WeightCount, MaxSteps = 25;

    // A weight may leave its prior by about this much without strong evidence.
    private const double PriorDeviation = 1, Precision = 1 / (PriorDeviation * PriorDeviation);
    private const double Converged = 1e-9, LeastShare = 1e-3;

    /// <summary>Fits a model.</summary>
    /// <param name="samples">Vectors of signals, and whether the answer was right.</param>
    public static ConfidenceModel Fit(IReadOnlyList<CalibrationSample> samples)
    {
        var weights = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            weights[i] = ConfidenceModel.Prior.Weights[i];
        }

        var (step, hessian) = (new double[Size], new double[Size * Size]);
        var loss = Loss(samples, weights);
        for (var i = 0; i < MaxSteps; i++)
        {
            Derive(samples, weights, step, hessian);
            if (!TrySolve(hessian, step) || !TryDescend(samples, ref weights, ref loss, step))
            {
                break;
            }
        }

        return new ConfidenceModel(Array.ConvertAll(weights, weight => (float)weight));
    }

    /// <summary>Takes as much of the step as lowers the loss: far from the minimum Newton's whole step may overshoot it.</summary>
    private static bool TryDescend(IReadOnlyList<CalibrationSample> samples, ref double[] weights, ref double loss, double[] step)
    {
        for (var share = 1.0; share > LeastShare; share /= 2)
        {
            var next = new double[Size];
            for (var i = 0; i < Size; i++)
            {
                next[i] = weights[i] - share * step[i];
            }

            if (Loss(samples, next) is var lower && lower < loss - Converged)
            {
                (weights, loss) = (next, lower);
                return true;
            }
        }

        return false;
    }

    /// <summary>The negative log-posterior, but for a constant.</summary>
    private static double Loss(IReadOnlyList<CalibrationSample> samples, double[] weights)
    {
        double loss = 0;
        for (var i = 0; i < Size; i++)
        {
            var distance = weights[i] - ConfidenceModel.Prior.Weights[i];
            loss += distance * distance * Precision / 2;
        }

        Span<double> input = stackalloc double[Size];
        foreach (var sample in samples)
        {
            var logit = Logit(sample, weights, input);
            var wrong = sample.IsRight ? -logit : logit;
            loss += Math.Max(wrong, 0) + Math.Log(1 + Math.Exp(-Math.Abs(wrong))); // log(1 + e^wrong), without overflow.
        }

        return loss;
    }

    private static double Logit(CalibrationSample sample, double[] weights, Span<double> input)
    {
        ConfidenceModel.ToInput(sample.Signals, input);
        double sum = 0;
        for (var i = 0; i < Size; i++)
        {
            sum += weights[i] * input[i];
        }

        return sum;
    }

    /// <summary>First and second derivative of the negative log-posterior; <paramref name="hessian"/> is Size x Size.</summary>
    private static void Derive(
        IReadOnlyList<CalibrationSample> samples, double[] weights, double[] gradient, double[] hessian)
    {
        Array.Clear(hessian);
        for (var i = 0; i < Size; i++)
        {
            gradient[i] = Precision * (weights[i] - ConfidenceModel.Prior.Weights[i]);
            hessian[i * Size + i] = Precision;
        }

        Span<double> input = stackalloc double[Size];
        foreach (var sample in samples)
        {
            var probability = ConfidenceModel.Sigmoid(Logit(sample, weights, input));
            var (error, curvature) = (probability - (sample.IsRight ? 1 : 0), probability * (1 - probability));
            for (var i = 0; i < Size; i++)
            {
                gradient[i] += error * input[i];
                for (var j = 0; j <= i; j++)
                {
                    hessian[i * Size + j] += curvature * input[i] * input[j];
                }
            }
        }
    }

    /// <summary>Solves by Cholesky's decomposition of the lower triangle, in place; the solution is in <paramref name="right"/>.</summary>
    private static bool TrySolve(double[] matrix, double[] right)
    {
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i * Size + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i * Size + k] * matrix[j * Size + k];
                }

                if (i != j)
                {
                    matrix[i * Size + j] = sum / matrix[j * Size + j];
                }
                else if (sum > 0)
                {
                    matrix[i * Size + i] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }

            for (var k = 0; k < i; k++)
            {
                right[i] -= matrix[i * Size + k] * right[k];
            }

            right[i] /= matrix[i * Size + i];
        }

        for (var i = Size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < Size; k++)
            {
                right[i] -= matrix[k * Size + i] * right[k];
            }

            right[i] /= matrix[i * Size + i];
        }

        return true;
    }
}
