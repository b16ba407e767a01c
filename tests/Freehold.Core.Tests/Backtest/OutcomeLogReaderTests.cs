using Freehold.Core.Backtest.Tables;
using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Tests.Backtest;

public sealed class OutcomeLogReaderTests
{
    private static readonly string Features = Convert.ToBase64String(FeatureExtractor.Extract("prove it", default).ToBytes());

    [Theory]
    [InlineData("escalated", """[{"score":1}]""", 0.2)]
    [InlineData("failed", """[{"score":1}]""", 0.0)]
    [InlineData("answered", """[{"score":0.25},{"score":0.75}]""", 0.5)]
    [InlineData("answered", """[{"label":"accepted"}]""", 1.0)]
    [InlineData("answered", """[{"score":1},{"label":"judge","score":0}]""", 1 / 1.7)]
    public void An_answer_is_as_good_as_the_reward_weights_say(string result, string feedback, double expected) =>
        Assert.Equal(
            expected, Read(Outcome("a", result, feedback), Outcome("b", "answered", """[{"score":1}]""")).Table.QualityAt(0, 0), 12);

    [Fact]
    public void Weights_of_a_policy_count()
    {
        var log = string.Join('\n', Outcome("a", "escalated", "[]"), Outcome("b", "answered", """[{"score":1}]"""));

        var table = OutcomeLogReader.Read(new StringReader(log), new RewardWeights { EscalatedValue = 0.4 }, CancellationToken.None).Table;

        Assert.Equal(0.4, table.QualityAt(0, 0), 12);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"label":"complaint"}]""")]
    public void Answers_of_which_nothing_is_said_are_no_rows(string feedback)
    {
        var log = Read(Outcome("a", "answered", feedback), Outcome("a", "failed", "[]"), Outcome("b", "answered", """[{"score":1}]"""));

        Assert.Equal(2, log.Table.Rows);
    }

    [Fact]
    public void A_model_at_two_places_has_the_sum_of_their_propensities() =>
        Assert.Equal(0.5, Read(Outcome("a", "failed", "[]"), Outcome("b", "failed", "[]")).Propensity[0], 12);

    private static LoggedTable Read(params string[] lines) =>
        OutcomeLogReader.Read(new StringReader(string.Join('\n', lines)), RewardWeights.Default, CancellationToken.None);

    private static string Outcome(string model, string result, string feedback) => $$"""
        {"object":"outcome","candidates":[{"id":"{{model}}","propensity":0.2},{"id":"{{model}}","propensity":0.3},{"id":"c"}],
        "attempts":[{"candidate":"{{model}}","result":"{{result}}","cost_micro_usd":5}],"features":"{{Features}}","feedback":{{feedback}}}
        """.ReplaceLineEndings("");
}
