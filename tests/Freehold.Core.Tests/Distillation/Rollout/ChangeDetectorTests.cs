using Freehold.Core.Distillation.Rollout;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Distillation.Rollout;

public class ChangeDetectorTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Wealth_seldom_reaches_1_over_alpha_while_nothing_is_wrong(double floor)
    {
        const int runs = 2_000, numbers = 300;
        const double alpha = 0.05;
        var alarms = Enumerable.Range(0, runs).Count(seed =>
        {
            var random = new Random(seed);
            var detector = new ChangeDetector();
            return Enumerable.Range(0, numbers).Any(i =>
            {
                detector.AddAtLeast(random.NextDouble() < floor ? 1 : 0, floor, i == 0 ? 0.5 : 0.5 / numbers);
                return detector.Wealth >= 1 / alpha;
            });
        });

        Assert.InRange(alarms, 1, (int)(alpha * runs));
    }

    [Fact]
    public void A_late_change_is_found_as_soon_as_an_early_one()
    {
        Assert.InRange(NumbersToAlarm(after: 10_000), 1, NumbersToAlarm(after: 0) + 10);
    }

    [Fact]
    public void Money_bet_on_zeros_is_kept()
    {
        var detector = new ChangeDetector();
        detector.Add(0, 1);
        detector.Add(double.NaN, 0);

        Assert.Equal(1, detector.Wealth, 12);
    }

    [Fact]
    public void Wealth_is_never_negative_and_always_a_number()
    {
        var numbers = Gen.Elements(-2, -1, -0.5, 0, 0.3, 50, double.PositiveInfinity, double.NegativeInfinity, double.NaN).ListOf();

        Prop.ForAll(numbers.ToArbitrary(), list =>
        {
            var detector = new ChangeDetector();
            foreach (var number in list)
            {
                detector.Add(number, 0.1);
            }

            return detector.Wealth >= 0 && double.IsFinite(detector.Wealth)
                && ChangeDetector.FromState(detector.ToState()).Wealth.Equals(detector.Wealth);
        }).QuickCheckThrowOnFailure();
    }

    private static int NumbersToAlarm(int after)
    {
        var random = new Random(5);
        var detector = new ChangeDetector();
        for (var i = 0; i < after; i++)
        {
            detector.AddAtLeast(random.NextDouble() < 0.97 ? 1 : 0, 0.9, 0.001);
        }

        for (var i = 1; ; i++)
        {
            detector.AddAtLeast(random.NextDouble() < 0.6 ? 1 : 0, 0.9, 0.001);
            if (detector.Wealth >= 1_000)
            {
                return i;
            }
        }
    }
}
