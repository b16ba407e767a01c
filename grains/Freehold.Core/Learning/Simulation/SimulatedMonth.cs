namespace Freehold.Core.Learning.Simulation;

/// <summary>One month of a simulated year. Values are means of what a decision was worth: a right answer is 1, less its price.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Decisions">Decisions.</param>
/// <param name="House">What the house's decisions were worth.</param>
/// <param name="BestFixedName">The candidate that would have been best, had it answered everything in this month: known only afterwards.</param>
/// <param name="BestFixed">What it would have been worth.</param>
/// <param name="BestFixedOfYear">What the best fixed candidate of the whole year would have been worth in this month.</param>
/// <param name="Oracle">What the best candidate for each request would have been worth.</param>
public sealed record SimulatedMonth(
    int Month, int Decisions, double House, string BestFixedName, double BestFixed, double BestFixedOfYear, double Oracle)
{
    /// <summary>The house against the best fixed candidate of the month: 1 where it is as good.</summary>
    public double Ratio => House / BestFixed;
}

/// <summary>Something that the learning did in a simulated year.</summary>
/// <param name="Day">When, from 0.</param>
/// <param name="What">What.</param>
public sealed record SimulatedEvent(int Day, string What);

/// <summary>A simulated year.</summary>
/// <param name="Seed">What it is a function of.</param>
/// <param name="Months">Its months.</param>
/// <param name="Events">What the learning did, in order.</param>
public sealed record SimulatedYearResult(int Seed, IReadOnlyList<SimulatedMonth> Months, IReadOnlyList<SimulatedEvent> Events)
{
    /// <summary>The month in which the house did worst against the best fixed candidate of that month.</summary>
    public double WorstMonthRatio => Months.Min(month => month.Ratio);

    /// <summary>What a decision lost against the best fixed candidate of each month, on average over the year; below 0 where it gained.</summary>
    public double RegretAgainstBestFixed => Mean(month => month.BestFixed - month.House);

    /// <summary>What a decision lost against the best fixed candidate of the year.</summary>
    public double RegretAgainstBestFixedOfYear => Mean(month => month.BestFixedOfYear - month.House);

    /// <summary>What a decision lost against the best candidate for each request.</summary>
    public double RegretAgainstOracle => Mean(month => month.Oracle - month.House);

    private double Mean(Func<SimulatedMonth, double> lost) =>
        Months.Sum(month => month.Decisions * lost(month)) / Months.Sum(month => month.Decisions);
}
