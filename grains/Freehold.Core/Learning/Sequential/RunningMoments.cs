namespace Freehold.Core.Learning.Sequential;

/// <summary>Count, mean and variance of numbers that come one by one (Welford 1962): numerically stable, and of one pass.</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="SquaredDeviations">Sum of their squared deviations from the mean.</param>
public readonly record struct RunningMoments(long Count, double Mean, double SquaredDeviations)
{
    /// <summary>Variance of the population they were drawn from, estimated without bias; 0 for less than two.</summary>
    public double Variance => Count > 1 ? SquaredDeviations / (Count - 1) : 0;

    /// <summary>Standard error of the mean; infinite for less than two.</summary>
    public double StandardError => Count > 1 ? Math.Sqrt(Variance / Count) : double.PositiveInfinity;

    /// <summary>The moments with one number more.</summary>
    public RunningMoments Add(double value)
    {
        var delta = value - Mean;
        var mean = Mean + (delta / (Count + 1));
        return new(Count + 1, mean, SquaredDeviations + (delta * (value - mean)));
    }
}
