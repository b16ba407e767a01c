using Freehold.Core.Numerics;

namespace Freehold.Core.Distillation.Gate;

/// <summary>
/// How often answers of a stated probability are right, fitted to a few hundred of them: <c>sigmoid(slope * logit(p) + shift)</c> (the
/// scaling of Platt, 1999, on log-odds), with a Gaussian prior around what the student says itself, by Fisher's scoring.
/// </summary>
/// <remarks>
/// Two parameters, because what is asked is the rate at one probability, where few answers lie: an isotonic step rests on those few alone,
/// and moved the serving threshold by a third from one drawing of the examples to the next.
/// </remarks>
internal readonly record struct ProbabilityFit(double Slope, double Shift)
{
    private const int Steps = 30;
    private const double PriorPrecision = 1; // A parameter may leave its prior by about 1 without strong evidence.
    private const double Edge = 1e-4, LeastSlope = 0.05, Most = 20;

    /// <summary>Fits to answers.</summary>
    /// <param name="answers">
    /// The student's probability; the score, 0 to 1; and the score that a right answer has on average: less than 1 where the reference is
    /// itself wrong now and then.
    /// </param>
    public static ProbabilityFit Of(IReadOnlyCollection<(double Probability, double Score, double Ceiling)> answers)
    {
        var (slope, shift) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var (bySlope, byShift) = (PriorPrecision * (1 - slope), -PriorPrecision * shift);
            var (slopes, both, shifts) = (PriorPrecision, 0.0, PriorPrecision);
            foreach (var (probability, score, ceiling) in answers)
            {
                var x = LogOdds(probability);
                var right = VectorMath.Sigmoid((slope * x) + shift);
                var mean = Math.Clamp(ceiling * right, Edge, 1 - Edge);
                var (rise, variance) = (ceiling * right * (1 - right), mean * (1 - mean));
                var (pull, information) = ((score - mean) * rise / variance, rise * rise / variance);
                bySlope += pull * x;
                byShift += pull;
                slopes += information * x * x;
                both += information * x;
                shifts += information;
            }

            // Expected second derivatives are never negative, and the prior keeps the determinant above 0: a step goes up.
            var determinant = (slopes * shifts) - (both * both);
            slope = Math.Clamp(slope + Math.Clamp(((shifts * bySlope) - (both * byShift)) / determinant, -1, 1), LeastSlope, Most);
            shift = Math.Clamp(shift + Math.Clamp(((slopes * byShift) - (both * bySlope)) / determinant, -1, 1), -Most, Most);
        }

        return new(slope, shift);
    }

    /// <summary>The least probability of which answers are right so often.</summary>
    /// <param name="rate">Below 0 counts as 0, above 1 as 1.</param>
    public double LeastAt(double rate) => rate <= 0 ? 0 : VectorMath.Sigmoid((LogOdds(rate) - Shift) / Slope);

    // Answers that claim to be certain would else outweigh all others.
    private static double LogOdds(double probability) => VectorMath.Logit(Math.Clamp(probability, Edge, 1 - Edge));
}
