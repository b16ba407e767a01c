using Freehold.Core.Calibration;

namespace Freehold.Core.Tests.Calibration;

public class AnswerSignalsTests
{
    [Fact]
    public void Signals_of_tokens_are_their_mean_low_tenth_least_and_margin()
    {
        var tokens = new TokenSignals();
        for (var i = 1; i <= 20; i++)
        {
            tokens.Add(1, -i);
            tokens.AddToken(-i, i % 2 == 0 ? 2 : double.NaN);
        }

        var signals = tokens.ToSignals(endedByItself: true)!.Value;

        Assert.Equal((20, -10.5, -20, -18, 2.0), (signals.Tokens, signals.MeanLogProb, signals.MinLogProb, signals.LowLogProb, signals.MeanMargin));
    }

    [Fact]
    public void Logged_signals_come_back_with_what_is_missing_missing()
    {
        var signals = new AnswerSignals { Tokens = 31, MeanLogProb = -0.5, EndedByItself = true, Agreement = double.NaN, IsValidJson = false };
        var vector = AnswerSignals.ReadVector(signals.ToBytes());

        Assert.Equal([-0.5f, float.NaN, float.NaN, float.NaN, 1.25f, 1, float.NaN, 0], vector!);
        Assert.Null(AnswerSignals.ReadVector(new byte[7]));
    }

    [Fact]
    public void Where_there_is_no_token_there_are_no_signals() => Assert.Null(new TokenSignals().ToSignals(true));

    [Fact]
    public void What_was_not_measured_moves_nothing()
    {
        var little = new AnswerSignals { Tokens = 7, MeanLogProb = -0.5, EndedByItself = true };

        Assert.Equal(ConfidenceModel.Prior.Score(little), ConfidenceModel.Prior.Score(little with { Agreement = 0.7, IsValidJson = true }), 6);
        Assert.Equal(0.55, ConfidenceModel.Prior.Score(little), 0.01);
    }

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(-0.2, 0.8)]
    public void Before_any_outcome_the_mean_decides(double meanLogProb, double expected) => Assert.Equal(
        expected, ConfidenceModel.Prior.Score(new AnswerSignals { Tokens = 7, MeanLogProb = meanLogProb, EndedByItself = true }), 0.01);

    [Fact]
    public void Cut_answers_samples_that_differ_and_broken_json_count_against_it()
    {
        var answer = new AnswerSignals { Tokens = 7, MeanLogProb = -0.2, EndedByItself = true, Agreement = 0.9, IsValidJson = true };
        var score = ConfidenceModel.Prior.Score(answer);

        Assert.True(ConfidenceModel.Prior.Score(answer with { EndedByItself = false }) < score);
        Assert.True(ConfidenceModel.Prior.Score(answer with { Agreement = 0.1 }) < score);
        Assert.True(ConfidenceModel.Prior.Score(answer with { IsValidJson = false }) < score / 2);
    }

    [Theory]
    [InlineData("The answer is Paris.", "the answer is paris", 1)]
    [InlineData("Paris", "London", 0)]
    [InlineData("It is Paris", "It is London", 0.6667)]
    [InlineData("one two three four five six", "One, two", 1)]
    [InlineData("", "", 1)]
    [InlineData("word", "", 0)]
    public void Agreement_is_of_words_as_far_as_the_sample_goes(string answer, string sample, double expected) =>
        Assert.Equal(expected, SelfConsistency.Agreement(answer, [sample]), 4);

    [Fact]
    public void Agreement_is_the_mean_over_samples_and_missing_without_any()
    {
        Assert.Equal(0.5, SelfConsistency.Agreement("yes", ["Yes!", "no"]), 6);
        Assert.True(double.IsNaN(SelfConsistency.Agreement("yes", [])));
    }

    [Fact]
    public void A_very_long_sample_is_compared_in_bounded_time()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 200_000));

        Assert.Equal(1, SelfConsistency.Agreement(text, [text]), 6);
    }

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("{\"a\":1", false)]
    [InlineData("", false)]
    [InlineData("sure: {}", false)]
    public void Json_is_one_value_and_nothing_else(string text, bool expected) => Assert.Equal(expected, SelfConsistency.IsJson(text));
}
