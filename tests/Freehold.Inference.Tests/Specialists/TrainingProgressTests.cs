using Freehold.Inference.Training.Specialists;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Specialists;

/// <summary>What the training of a specialist says of how far it is.</summary>
public sealed class TrainingProgressTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_grow_to_their_number_and_being_told_changes_nothing(bool isExtraction)
    {
        var (examples, options, untold) = isExtraction
            ? (SupportDesk.Orders(48), SupportDesk.ExtractionOptions, SupportDesk.TrainedExtractor)
            : (SupportDesk.Requests(), SupportDesk.Options, SupportDesk.TrainedClassifier);
        var told = new List<SpecialistProgress>();

        var trained = SpecialistTrainer.Train(
            examples, [], options with { Progress = new Recorder(told), TimeProvider = new SteppingTime() }, TestContext.Current.CancellationToken);

        Assert.Equal(untold.Model.Digest, trained.Model.Digest);
        Assert.True(told.Count > 2, $"{told.Count} reports");
        Assert.Equal(told.Select(each => each.Step).Order().Distinct(), told.Select(each => each.Step));
        Assert.Single(told.Select(each => each.Steps).Distinct());
        Assert.Equal((told[^1].Steps, TimeSpan.Zero), (told[^1].Step, told[^1].TimeLeft));
        Assert.All(told, each => Assert.True(each.ExamplesPerSecond > 0));
        Assert.All(told, each => Assert.Equal(isExtraction, each.Loss is null));
    }

    [Fact]
    public void A_clock_that_stands_still_knows_no_speed()
    {
        var told = new List<SpecialistProgress>();

        SpecialistTrainer.Train(
            SupportDesk.Requests(), [], SupportDesk.Options with { Progress = new Recorder(told), TimeProvider = new ManualTimeProvider() },
            TestContext.Current.CancellationToken);

        var last = Assert.Single(told);
        Assert.Equal((last.Steps, 0.0, null), (last.Step, last.ExamplesPerSecond, last.TimeLeft));
    }

    private sealed class Recorder(List<SpecialistProgress> told) : IProgress<SpecialistProgress>
    {
        public void Report(SpecialistProgress value) => told.Add(value);
    }

    /// <summary>Each look at it is a tenth of a second after the last.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 10;

        public override long GetTimestamp() => ++_looks;
    }
}
