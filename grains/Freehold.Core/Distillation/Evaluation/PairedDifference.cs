using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Evaluation;

/// <summary>A mean difference of two systems on the same examples.</summary>
/// <param name="Mean">Mean of the differences.</param>
/// <param name="Lower">One-sided lower confidence bound of the true mean.</param>
/// <param name="Upper">One-sided upper confidence bound of it.</param>
/// <param name="Count">Examples.</param>
public sealed record PairedDifference(double Mean, double Lower, double Upper, int Count)
{
    /// <summary>
    /// The adjusted Wald bounds of Bonett and Price ("Adjusted Wald confidence interval for a difference of binomial proportions based on
    /// paired data", J. Educ. Behav. Stat. 2012): one made-up example for each system comes to the others, so that few examples, or none on
    /// which the two differ, do not make the bounds too narrow. For 0/1 scores it is theirs; other scores lie between those.
    /// </summary>
    /// <param name="differences">Score of the one minus score of the other, -1 to 1; clamped.</param>
    /// <param name="confidence">Of each bound by itself, 0.5 to 1, exclusive.</param>
    public static PairedDifference Of(ReadOnlySpan<double> differences, double confidence)
    {
        var reach = NormalQuantile.TwoSided((2 * confidence) - 1);
        var (sum, squares) = (0.0, 2.0);
        foreach (var given in differences)
        {
            var difference = double.IsNaN(given) ? -1 : Math.Clamp(given, -1, 1);
            sum += difference;
            squares += difference * difference;
        }

        var count = differences.Length + 2;
        var mean = sum / count;
        var error = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)) / count);
        return new(
            differences.Length == 0 ? 0 : sum / differences.Length,
            Math.Max(-1, mean - (reach * error)),
            Math.Min(1, mean + (reach * error)),
            differences.Length);
    }
}
