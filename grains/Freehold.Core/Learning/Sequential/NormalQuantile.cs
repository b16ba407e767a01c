namespace Freehold.Core.Learning.Sequential;

/// <summary>Quantiles of the standard normal distribution.</summary>
public static class NormalQuantile
{
    /// <summary>How many standard errors each way an interval of this confidence reaches.</summary>
    /// <param name="confidence">Of both sides together, as 0.95; more than 0, less than 1.</param>
    public static double TwoSided(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        var tail = (1 - confidence) / 2;

        // The starting value of Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.23, is right to 4.5e-4; Newton's
        // steps on the tail (whose derivative is the density) make it right to the last digits.
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var z = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (var i = 0; i < 4; i++)
        {
            z += (UpperTail(z) - tail) / Density(z);
        }

        return z;
    }

    /// <summary>The probability of more than <paramref name="z"/>, for z of at least 0, to about 12 digits.</summary>
    internal static double UpperTail(double z)
    {
        if (z < 3)
        {
            // The series of the integral from 0 (Abramowitz and Stegun, 26.2.11): all terms are positive, so nothing cancels.
            double term = z, sum = z;
            for (var k = 1; term > sum * 1e-17; k++)
            {
                term *= z * z / ((2 * k) + 1);
                sum += term;
            }

            return 0.5 - (Density(z) * sum);
        }

        // Laplace's continued fraction (26.2.14), from its far end.
        var fraction = z;
        for (var k = 100; k > 0; k--)
        {
            fraction = z + (k / fraction);
        }

        return Density(z) / fraction;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
