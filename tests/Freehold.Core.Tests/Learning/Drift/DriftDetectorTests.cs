using Freehold.Core.Learning.Drift;

namespace Freehold.Core.Tests.Learning.Drift;

public class DriftDetectorTests
{
    [Theory]
    [InlineData(0.8, 0.5, DriftDirection.Worse)]
    [InlineData(0.5, 0.8, DriftDirection.Better)]
    public void A_shift_is_found_soon_with_its_direction_and_its_beginning(double before, double after, DriftDirection direction)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var detector = new DriftDetector();
            var found = (Direction: DriftDirection.None, Since: 0L);
            var place = 0L;
            while (found.Direction == DriftDirection.None && place < 10_000)
            {
                place++;
                found = detector.Add((random.NextDouble() < (place <= 1_000 ? before : after) ? 1 : 0) - before, 0.02, place);
            }

            Assert.Equal(direction, found.Direction);
            Assert.InRange(place, 1_010, 1_500);
            Assert.InRange(found.Since, 900, 1_200);
        }
    }

    [Fact]
    public void Without_a_shift_alarms_are_as_rare_as_stated()
    {
        var alarms = Enumerable.Range(0, 40).Sum(seed =>
        {
            var random = new Random(seed);
            var detector = new DriftDetector();
            return Enumerable.Range(1, 5_000).Count(place =>
                detector.Add((random.NextDouble() < 0.5 ? 1 : 0) - 0.5, 0, place).Direction != DriftDirection.None);
        });

        Assert.True(alarms <= 40 * 5_000 / DriftDetector.AverageRunLength, $"{alarms} alarms");
    }

    [Fact]
    public void A_shift_within_the_tolerance_is_none()
    {
        var detector = new DriftDetector();

        Assert.All(Enumerable.Range(1, 5_000), place => Assert.Equal(DriftDirection.None, detector.Add(0.1, 0.06, place).Direction));
    }

    [Fact]
    public void Of_what_is_not_known_nothing_drifts()
    {
        var detector = new DriftDetector();

        Assert.All(Enumerable.Range(1, 200), place => Assert.Equal(DriftDirection.None, detector.Add(1, 0.5, place).Direction));
        Assert.All(Enumerable.Range(1, 200), place => Assert.Equal(DriftDirection.None, detector.Add(double.NaN, 0, place).Direction));
        Assert.Equal(new DriftDetector().ToState(), detector.ToState());
    }

    [Fact]
    public void A_detector_that_is_stored_and_read_goes_on_as_it_was()
    {
        var (one, other) = (new DriftDetector(), new DriftDetector());
        for (var place = 1; place <= 100; place++)
        {
            other = DriftDetector.FromState(other.ToState());
            Assert.Equal(one.Add(0.4, 0, place), other.Add(0.4, 0, place));
        }

        Assert.Throws<InvalidDataException>(() => DriftDetector.FromState([1, 2]));
    }
}
