using Freehold.Inference.Specialists.Classification;

namespace Freehold.Inference.Training.Specialists;

/// <summary>
/// Fits a confidence curve to held-out predictions whose labels are themselves wrong now and then: the likelihood is that of agreeing with
/// a label, and what is fitted under it is the probability of being right.
/// </summary>
internal static class ConfidenceFit
{
    private const int Iterations = 50;

    /// <summary>Weight of the belief that the probability holds as it is, in squared deviations of a parameter.</summary>
    private const double Prior = 4;

    private const double Least = 0.05, Most = 20;

    /// <param name="probabilities">[n], of the predicted labels.</param>
    /// <param name="agrees">[n], whether the given label is the predicted one.</param>
    /// <param name="noise">Share of wrong labels.</param>
    /// <param name="labels">Number of labels; a wrong one is any other with the same chance.</param>
    public static ConfidenceCurve Fit(ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> agrees, double noise, int labels)
    {
        noise = Math.Min(noise, 0.4);
        var (whenWrong, gain) = (noise / Math.Max(1, labels - 1), 1 - noise - (noise / Math.Max(1, labels - 1)));
        Span<double> curve = [1, 1, 0];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var (matrix, gradient) = Scoring(probabilities, agrees, curve, whenWrong, gain);
            var step = Solve(matrix, gradient);
            for (var i = 0; i < curve.Length; i++)
                curve[i] += Math.Clamp(step[i], -1, 1);
            (curve[0], curve[1]) = (Math.Clamp(curve[0], Least, Most), Math.Clamp(curve[1], Least, Most));
            curve[2] = Math.Clamp(curve[2], -Most, Most);
        }

        return new ConfidenceCurve(curve[0], curve[1], curve[2]);
    }

    // Fisher's scoring: the expected second derivatives are never negative, so that a step always goes up.
    private static (double[,] Matrix, double[] Gradient) Scoring(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> agrees, ReadOnlySpan<double> curve, double whenWrong, double gain)
    {
        var matrix = new double[3, 3];
        double[] gradient = [Prior * (1 - curve[0]), Prior * (1 - curve[1]), -Prior * curve[2]];
        for (var i = 0; i < 3; i++)
            matrix[i, i] = Prior;
        Span<double> x = stackalloc double[3];
        for (var sample = 0; sample < probabilities.Length; sample++)
        {
            var p = Math.Clamp((double)probabilities[sample], ConfidenceCurve.Margin, 1 - ConfidenceCurve.Margin);
            (x[0], x[1], x[2]) = (Math.Log(p), -Math.Log(1 - p), 1);
            var right = 1 / (1 + Math.Exp(-((curve[0] * x[0]) + (curve[1] * x[1]) + curve[2])));
            var mean = Math.Clamp(whenWrong + (gain * right), ConfidenceCurve.Margin, 1 - ConfidenceCurve.Margin);
            var slope = gain * right * (1 - right);
            var variance = mean * (1 - mean);
            for (var i = 0; i < 3; i++)
            {
                gradient[i] += ((agrees[sample] ? 1 : 0) - mean) * slope / variance * x[i];
                for (var j = 0; j < 3; j++)
                    matrix[i, j] += slope * slope / variance * x[i] * x[j];
            }
        }

        return (matrix, gradient);
    }

    // Cramer's rule; the prior keeps the determinant above 0.
    private static double[] Solve(double[,] a, double[] b)
    {
        var determinant = Determinant(a);
        var step = new double[3];
        for (var column = 0; column < 3; column++)
        {
            var replaced = (double[,])a.Clone();
            for (var row = 0; row < 3; row++)
                replaced[row, column] = b[row];
            step[column] = Determinant(replaced) / determinant;
        }

        return step;
    }

    private static double Determinant(double[,] a) =>
        (a[0, 0] * ((a[1, 1] * a[2, 2]) - (a[1, 2] * a[2, 1])))
        - (a[0, 1] * ((a[1, 0] * a[2, 2]) - (a[1, 2] * a[2, 0])))
        + (a[0, 2] * ((a[1, 0] * a[2, 1]) - (a[1, 1] * a[2, 0])));
}
