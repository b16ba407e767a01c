using Freehold.Inference.Training;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Inference.Tests.Specialists;

public sealed class ClassifierTrainingTests
{
    private static readonly SpecialistExample[] Tiny =
    [
        .. Enumerable.Range(0, 10).Select(i => new SpecialistExample($"turn on lamp {i}", "on")),
        .. Enumerable.Range(0, 10).Select(i => new SpecialistExample($"switch it off {i}", "off")),
    ];

    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        var options = new SpecialistTrainingOptions { Seed = 5 };
        var first = SpecialistTrainer.Train(Tiny, [], options).Model;
        Assert.Equal(first.Digest, SpecialistTrainer.Train(Tiny, [], options).Model.Digest);
        Assert.NotEqual(first.Digest, SpecialistTrainer.Train(Tiny, [], options with { Seed = 6 }).Model.Digest);
    }

    [Fact]
    public void Twenty_examples_of_two_labels_are_enough_to_learn_from()
    {
        var (model, report) = SpecialistTrainer.Train(Tiny[..16], Tiny[16..], new SpecialistTrainingOptions());
        Assert.Equal(20, report.Examples);
        Assert.Equal(model.File.Length, report.FileBytes);
        Assert.Equal("on", model.Predict("turn on the lamp").Label);
        Assert.Equal("off", model.Predict("switch off").Label);
    }

    [Fact]
    public void A_wrong_label_among_many_right_ones_is_replaced_and_the_noise_estimated()
    {
        var examples = SupportDesk.Requests();
        for (var i = 0; i < 3; i++)
            examples[i * 24] = examples[i * 24] with { Label = i == 0 ? "delivery" : "refund" };
        var (model, report) = SpecialistTrainer.Train(examples, [], SupportDesk.Options);
        Assert.Equal("refund", model.Predict(examples[0].Text).Label);
        Assert.InRange(report.Anchors.Noise, 0.0, 0.1);
        Assert.Equal(model.LabelNoise, report.Anchors.Noise);
    }

    [Fact]
    public void The_report_says_what_the_examples_were()
    {
        var report = SupportDesk.TrainedClassifier.Report;
        Assert.Equal((76, 4, 3, 0), (report.Examples, report.OutOfScopeExamples, report.Labels, report.LeftOut));
        Assert.InRange(report.Accuracy, 0.5, 1);
        Assert.InRange(report.ServedShare, 0, 1);
        Assert.NotNull(report.OutOfScopeRecall);
    }

    [Fact]
    public void One_label_is_refused() => Assert.Contains(
        "at least 2",
        Assert.Throws<ArgumentException>(() => SpecialistTrainer.Train(Tiny[..10], [], new SpecialistTrainingOptions())).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Answers_that_are_no_labels_are_refused()
    {
        var examples = Tiny.Append(new SpecialistExample("tell me a story", new string('a', 300))).ToArray();
        Assert.Throws<ArgumentException>(() => SpecialistTrainer.Train(examples, [], new SpecialistTrainingOptions()));
        var many = Enumerable.Range(0, 1025).Select(i => new SpecialistExample("text", $"{i}")).ToArray();
        Assert.Throws<ArgumentException>(() => SpecialistTrainer.Train(many, [], new SpecialistTrainingOptions()));
    }

    [Theory]
    [InlineData(0.4, 0.1, 0.9)]
    [InlineData(double.NaN, 0.1, 0.9)]
    [InlineData(0.9, 0.6, 0.9)]
    [InlineData(0.9, 0.1, 1.1)]
    public void Options_out_of_range_are_refused(double precision, double falseOut, double recall) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpecialistTrainer.Train(Tiny, [], new SpecialistTrainingOptions
        {
            TargetPrecision = precision,
            MaxFalseOutOfScope = falseOut,
            OutOfScopeRecall = recall,
        }));

    [Fact]
    public void Training_asks_often_whether_to_wait_and_stops_when_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var gate = new CountingYield(1000, cancelled);
        Assert.Throws<OperationCanceledException>(
            () => SpecialistTrainer.Train(Tiny, [], new SpecialistTrainingOptions { Yield = gate }, cancelled.Token));
        Assert.Equal(1000, gate.Asked);
    }

    private sealed class CountingYield(int most, CancellationTokenSource cancel) : ITrainingYield
    {
        public int Asked { get; private set; }

        public void WaitWhileBusy(CancellationToken cancellationToken)
        {
            if (++Asked == most)
                cancel.Cancel();
        }
    }
}
