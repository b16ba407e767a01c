using System.Numerics.Tensors;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>
/// Logistic regression on likenesses to landmarks, with the kernel's own norm as its penalty: the maximum a posteriori of a
/// Gaussian-process classifier. Outcomes may be any number from 0 to 1.
/// </summary>
/// <remarks>
/// Newton's method with a fixed bound in place of the Hessian (Böhning and Lindsay 1988): each step improves, and one factor serves all
/// steps and all arms that know the same rows.
/// </remarks>
internal sealed class KernelLogistic
{
    internal const int MaxSteps = 40;

    /// <summary>Steps end when no row's logit moves by more than this.</summary>
    internal const double Tolerance = 2e-3;

    /// <summary>Penalty of the constant: the mean is hardly drawn to where it starts.</summary>
    private const double ConstantPenalty = 0.1;

    private const double Jitter = 0.05;

    /// <summary>What sums in single precision may be off by, for each column: likenesses that are all near 1 round the same way.</summary>
    internal const double Rounding = 1e-7;

    private readonly LandmarkKernel _kernel;
    private readonly float[] _likeness; // [rows * Width]
    private readonly double[] _penalty; // [Width * Width]
    private DualLogistic? _dual;

    public KernelLogistic(LandmarkKernel kernel, float[] likeness)
    {
        (_kernel, _likeness) = (kernel, likeness);
        _penalty = new double[kernel.Width * kernel.Width];
        var row = new float[kernel.Width];
        for (var i = 0; i < kernel.Width; i++)
        {
            var target = _penalty.AsSpan(i * kernel.Width, kernel.Width);
            if (i < kernel.Count)
            {
                kernel.Compare(kernel.LandmarkAt(i), row);
                for (var j = 0; j < kernel.Count; j++) target[j] = row[j];
            }

            target[i] += i == kernel.Count ? ConstantPenalty : i < kernel.Count ? Jitter : 1;
        }
    }

    /// <summary>A quarter of the likenesses' Gram matrix over some rows: with the penalty a bound of the Hessian.</summary>
    public double[] BoundOver(ReadOnlySpan<int> rows, CancellationToken cancellationToken) =>
        GramMatrix.Of(_likeness, _kernel.Width, rows, 0.25, cancellationToken);

    /// <summary>Factors a bound with the penalty at a strength.</summary>
    public CholeskyFactor Factor(double[] bound, double strength)
    {
        var matrix = new double[bound.Length];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = bound[i] + (strength * _penalty[i]);
        return CholeskyFactor.FactorRounded(matrix, _kernel.Width, Rounding * _kernel.Width);
    }

    /// <summary>Fits the weights of one target.</summary>
    /// <param name="rows">The rows learnt from.</param>
    /// <param name="target">Their outcomes, [rows].</param>
    /// <param name="start">Weights to start from and to be drawn to, [Width].</param>
    /// <param name="strength">How strongly.</param>
    /// <param name="factor">The factor of a bound over these rows, or over more.</param>
    /// <returns>[Width].</returns>
    public float[] Fit(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> target, ReadOnlySpan<float> start, double strength, CholeskyFactor factor)
    {
        var width = _kernel.Width;
        var weights = start.ToArray();
        var change = new double[width]; // weights - start
        var step = new double[width];
        var gradient = new float[width];
        var logits = new double[rows.Length];
        for (var iteration = 0; iteration < MaxSteps; iteration++)
        {
            Array.Clear(gradient);
            var moved = 0.0;
            for (var i = 0; i < rows.Length; i++)
            {
                var row = _likeness.AsSpan(rows[i] * width, width);
                double logit = TensorPrimitives.Dot(row, weights);
                moved = Math.Max(moved, Math.Abs(logit - logits[i]));
                logits[i] = logit;
                VectorMath.AddScaled((float)(target[i] - VectorMath.Sigmoid(logit)), row, gradient);
            }

            if (iteration > 0 && moved < Tolerance) break;
            for (var i = 0; i < width; i++) step[i] = gradient[i] - (strength * PenaltyOf(i, change));
            factor.Solve(step);
            for (var i = 0; i < width; i++)
            {
                change[i] += step[i];
                weights[i] = start[i] + (float)change[i];
            }
        }

        return weights;
    }

    /// <summary>Fits a target that few rows know, for each strength; see <see cref="DualLogistic.Fit"/>.</summary>
    public float[][] FitFew(ReadOnlySpan<int> rows, ReadOnlySpan<double> target, float[][] starts, ReadOnlySpan<double> strengths)
    {
        _dual ??= new DualLogistic(
            _likeness, _kernel.Width, CholeskyFactor.FactorRounded(_penalty, _kernel.Width, Rounding * _kernel.Width));
        return _dual.Fit(rows, target, starts, strengths);
    }

    private double PenaltyOf(int row, ReadOnlySpan<double> change) =>
        TensorPrimitives.Dot(_penalty.AsSpan(row * change.Length, change.Length), change);
}
