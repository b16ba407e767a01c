namespace Freehold.Inference.Training.Specialists;

/// <summary>Chooses thresholds on held-out predictions.</summary>
internal static class Thresholds
{
    /// <summary>The score below which a text is out of scope.</summary>
    /// <param name="inScope">Scores of texts in scope, any order.</param>
    /// <param name="outOfScope">Scores of texts out of scope; may be empty.</param>
    /// <param name="recall">Share of <paramref name="outOfScope"/> that should be below.</param>
    /// <param name="mostFalse">Share of <paramref name="inScope"/> that may be below.</param>
    public static float Scope(IEnumerable<float> inScope, IEnumerable<float> outOfScope, double recall, double mostFalse)
    {
        float[] inside = [.. inScope.Order()], outside = [.. outOfScope.Order()];
        if (inside.Length == 0)
            return float.NegativeInfinity;
        var highest = inside[Math.Min((int)(inside.Length * mostFalse), inside.Length - 1)];
        if (outside.Length == 0)
            return highest;
        return Math.Min(highest, MathF.BitIncrement(outside[(int)Math.Ceiling((outside.Length - 1) * recall)]));
    }

    /// <summary>The lowest probability from which on answers are right as often as wanted, on average; a high one where none is.</summary>
    /// <param name="probabilities">Calibrated probabilities of answers that may be served, any order.</param>
    /// <param name="precision">How often they have to be right.</param>
    /// <param name="least">A probability below which none is served, whatever the average.</param>
    public static double Serve(IEnumerable<double> probabilities, double precision, double least)
    {
        var (sum, count, threshold) = (0.0, 0, Math.Max(precision, least));
        foreach (var probability in probabilities.OrderDescending())
        {
            sum += probability;
            if (probability < least || sum / ++count < precision)
                break;
            threshold = probability;
        }

        return threshold;
    }
}
