using Freehold.Core.Distillation.Gate;

namespace Freehold.Core.Tests.Distillation.Gate;

public class ProbabilityFitTests
{
    [Fact]
    public void Without_answers_the_student_is_believed()
    {
        var fit = ProbabilityFit.Of([]);

        Assert.Equal(new ProbabilityFit(1, 0), fit);
        Assert.Equal(0.9, fit.LeastAt(0.9), 9);
        Assert.Equal(0, fit.LeastAt(-1));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0.5, 0.5, 1)]
    [InlineData(2, -1, 1)]
    [InlineData(1, 0, 0.95)]
    [InlineData(0.5, 0.5, 0.9)]
    public void It_finds_the_probability_from_which_answers_are_right_often_enough(double slope, double shift, double ceiling)
    {
        var random = new Random(7);
        var answers = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var probability = 0.5 + (random.NextDouble() / 2);
            var right = 1 / (1 + Math.Exp(-((slope * Math.Log(probability / (1 - probability))) + shift)));
            return (probability, random.NextDouble() < ceiling * right ? 1.0 : 0.0, ceiling);
        }).ToArray();

        var least = ProbabilityFit.Of(answers).LeastAt(0.9);

        var truth = 1 / (1 + Math.Exp(-((Math.Log(9) - shift) / slope)));
        Assert.InRange(least, truth - 0.02, truth + 0.02);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Answers_that_all_fare_the_same_lead_to_numbers(double probability)
    {
        foreach (var score in (double[])[0, 1])
        {
            var fit = ProbabilityFit.Of([.. Enumerable.Repeat((probability, score, 0.95), 500)]);

            Assert.InRange(fit.LeastAt(0.9), 0, 1);
            Assert.InRange(fit.Slope, 0, 20);
        }
    }
}
