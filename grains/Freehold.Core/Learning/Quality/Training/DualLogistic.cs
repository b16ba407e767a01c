using System.Numerics.Tensors;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>
/// The fit of <see cref="KernelLogistic"/> where fewer rows are known than there are landmarks: the change is a sum over the rows (the
/// representer theorem: Schölkopf, Herbrich, Smola 2001), so that its steps solve for as many numbers as there are rows. The penalty is
/// factored once for all arms and strengths.
/// </summary>
/// <param name="likeness">[rows * width].</param>
/// <param name="width">Columns.</param>
/// <param name="penalty">Factor of the penalty, [width * width].</param>
internal sealed class DualLogistic(float[] likeness, int width, CholeskyFactor penalty)
{
    /// <summary>L⁻¹ of each row's likenesses for the penalty L L', [rows * width]: where it is 0 the row has not come up yet.</summary>
    private readonly float[] _whitened = new float[likeness.Length];

    private readonly bool[] _isWhitened = new bool[likeness.Length / width];

    /// <summary>Fits the weights of one target for each strength.</summary>
    /// <param name="rows">The rows learnt from.</param>
    /// <param name="target">Their outcomes, [rows].</param>
    /// <param name="starts">For each strength the weights to start from and to be drawn to, [width].</param>
    /// <param name="strengths">How strongly.</param>
    /// <returns>For each strength the weights, [width].</returns>
    public float[][] Fit(ReadOnlySpan<int> rows, ReadOnlySpan<double> target, float[][] starts, ReadOnlySpan<double> strengths)
    {
        var gram = GramOf(rows);
        var fits = new float[strengths.Length][];
        for (var i = 0; i < fits.Length; i++)
            fits[i] = WeightsOf(rows, starts[i], Solve(rows, target, gram, starts[i], strengths[i]));
        return fits;
    }

    private double[] Solve(ReadOnlySpan<int> rows, ReadOnlySpan<double> target, double[] gram, float[] start, double strength)
    {
        var count = rows.Length;
        var matrix = new double[gram.Length];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = 0.25 * gram[i];
        for (var i = 0; i < count; i++) matrix[i * (count + 1)] += strength;
        var factor = CholeskyFactor.FactorRounded(matrix, count, KernelLogistic.Rounding * count);
        var (shares, step, logits) = (new double[count], new double[count], new double[count]);
        var offsets = new double[count];
        for (var i = 0; i < count; i++) offsets[i] = TensorPrimitives.Dot(likeness.AsSpan(rows[i] * width, width), start);
        for (var iteration = 0; iteration < KernelLogistic.MaxSteps; iteration++)
        {
            var moved = 0.0;
            for (var i = 0; i < count; i++)
            {
                var logit = offsets[i] + TensorPrimitives.Dot(gram.AsSpan(i * count, count), shares);
                moved = Math.Max(moved, Math.Abs(logit - logits[i]));
                logits[i] = logit;
                step[i] = target[i] - VectorMath.Sigmoid(logit) - (strength * shares[i]);
            }

            if (iteration > 0 && moved < KernelLogistic.Tolerance) break;
            factor.Solve(step);
            for (var i = 0; i < count; i++) shares[i] += step[i];
        }

        return shares;
    }

    private float[] WeightsOf(ReadOnlySpan<int> rows, float[] start, double[] shares)
    {
        var sum = new float[width];
        for (var i = 0; i < rows.Length; i++) VectorMath.AddScaled((float)shares[i], Whitened(rows[i]), sum);
        var change = new double[width];
        for (var i = 0; i < width; i++) change[i] = sum[i];
        penalty.SolveUpper(change);
        var weights = start.ToArray();
        for (var i = 0; i < width; i++) weights[i] += (float)change[i];
        return weights;
    }

    /// <summary>Likeness of each row to each, [rows * rows].</summary>
    private double[] GramOf(ReadOnlySpan<int> rows)
    {
        var gram = new double[rows.Length * rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = Whitened(rows[i]);
            for (var j = 0; j <= i; j++)
                gram[(i * rows.Length) + j] = gram[(j * rows.Length) + i] = TensorPrimitives.Dot(row, Whitened(rows[j]));
        }

        return gram;
    }

    private ReadOnlySpan<float> Whitened(int row)
    {
        var whitened = _whitened.AsSpan(row * width, width);
        if (_isWhitened[row]) return whitened;
        var values = new double[width];
        for (var i = 0; i < width; i++) values[i] = likeness[(row * width) + i];
        penalty.SolveLower(values);
        for (var i = 0; i < width; i++) whitened[i] = (float)values[i];
        _isWhitened[row] = true;
        return whitened;
    }
}
