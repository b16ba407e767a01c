namespace Freehold.Inference.Specialists.Classification;

/// <summary>
/// From a model's own probability to one that holds: beta calibration (Kull, Silva Filho and Flach 2017), a monotone curve with three
/// numbers, which a few dozen examples can fit and which holds the identity.
/// </summary>
/// <param name="Rise">Weight of ln p, at least 0.</param>
/// <param name="Fall">Weight of -ln(1-p), at least 0.</param>
/// <param name="Shift">Added to both.</param>
internal readonly record struct ConfidenceCurve(double Rise, double Fall, double Shift)
{
    /// <summary>A probability closer to 0 or 1 than this is taken for this far from it.</summary>
    public const double Margin = 1e-6;

    public static ConfidenceCurve Identity => new(1, 1, 0);

    /// <summary>Numbers that a loaded curve may have: finite, monotone.</summary>
    public bool IsValid => double.IsFinite(Rise) && double.IsFinite(Fall) && double.IsFinite(Shift) && Rise >= 0 && Fall >= 0;

    public double Apply(double probability)
    {
        var p = Math.Clamp(probability, Margin, 1 - Margin);
        return 1 / (1 + Math.Exp(-((Rise * Math.Log(p)) - (Fall * Math.Log(1 - p)) + Shift)));
    }
}
