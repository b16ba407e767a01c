namespace Freehold.Core.Learning.Simulation;

/// <summary>Adds up, month by month, what decisions were worth and what others would have been.</summary>
internal sealed class YearLedger(SimulatedWorld world)
{
    private const int Months = 12;

    private readonly int[] _decisions = new int[Months];
    private readonly double[] _house = new double[Months];
    private readonly double[] _oracle = new double[Months];
    private readonly double[,] _fixed = new double[Months, world.Candidates.Length];

    public static int MonthOf(int day) => new DateOnly(2027, 1, 1).AddDays(day).Month - 1;

    public void Add(int day, int topic, double worth)
    {
        var month = MonthOf(day);
        var best = double.NegativeInfinity;
        for (var candidate = 0; candidate < world.Candidates.Length; candidate++)
        {
            var value = world.ValueOf(day, topic, candidate);
            _fixed[month, candidate] += value;
            best = Math.Max(best, value);
        }

        _decisions[month]++;
        _house[month] += worth;
        _oracle[month] += best;
    }

    public SimulatedMonth[] Close()
    {
        int[] candidates = [.. Enumerable.Range(0, world.Candidates.Length)];
        var ofYear = candidates.MaxBy(candidate => Enumerable.Range(0, Months).Sum(month => _fixed[month, candidate]));
        return [.. Enumerable.Range(0, Months).Where(month => _decisions[month] > 0).Select(month =>
        {
            var best = candidates.MaxBy(candidate => _fixed[month, candidate]);
            double count = _decisions[month];
            return new SimulatedMonth(
                month + 1,
                _decisions[month],
                _house[month] / count,
                world.Candidates[best].Id,
                _fixed[month, best] / count,
                _fixed[month, ofYear] / count,
                _oracle[month] / count);
        })];
    }
}
