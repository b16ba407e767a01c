using Freehold.Core.Labels;
using Freehold.Core.Labels.Scanning;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Tests.Labels;

/// <summary>Steps are counted, not time: a text of twice the length takes about twice the steps, and none comes near the budget.</summary>
public class LinearityTests
{
    private const int Chars = 1 << 15;

    private static readonly TermSet Terms = TermSet.Create([.. Enumerable.Range(1, 100).Select(i => new string('a', i)), "a b a b a b"]);

    [Theory]
    [InlineData("4")]
    [InlineData("4 ")]
    [InlineData("4.")]
    [InlineData("4-")]
    [InlineData("41 1")]
    [InlineData("1:")]
    [InlineData("1/1/")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("a.a.a.")]
    [InlineData("a-")]
    [InlineData("a")]
    [InlineData("a b ")]
    [InlineData("://")]
    [InlineData("a://")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN PRIVATE KEY-----!")]
    [InlineData("((((")]
    [InlineData("(1)")]
    [InlineData("+1")]
    [InlineData("GB82")]
    [InlineData("ab:")]
    [InlineData("password=")]
    [InlineData("pwd=a;")]
    [InlineData("password:\"")]
    [InlineData("eyJ")]
    [InlineData("sk-")]
    [InlineData("www.")]
    [InlineData("<!--")]
    [InlineData("<a")]
    [InlineData("&#1")]
    [InlineData("%4")]
    [InlineData("May 1 ")]
    [InlineData("1 A Street ")]
    [InlineData("Rue A ")]
    [InlineData("zip 1")]
    [InlineData("\u200B")]
    [InlineData("é\u0301")]
    [InlineData("\uD835")]
    [InlineData("YWFh")]
    public void Hostile_text_takes_a_bounded_number_of_steps_a_character(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, Chars / pattern.Length));
        var whole = Found.Analyzer.AnalyzeCounted(text, Terms, []);
        var half = Found.Analyzer.AnalyzeCounted(text.AsSpan(0, text.Length / 2), Terms, []);
        Assert.True(whole < (long)text.Length * StepBudget.StepsPerChar / 2, $"{whole / (double)text.Length:F1} steps a character");
        Assert.True(whole < half * 2.2 + 1000, $"{half} steps for half, {whole} for the whole");
    }

    [Fact]
    public void Over_the_budget_the_analysis_refuses()
    {
        var budget = new StepBudget();
        budget.Reset();
        budget.Allow(10);
        budget.Spend(StepBudget.FreeSteps + 10 * StepBudget.StepsPerChar);
        Assert.Contains("restricted", Assert.Throws<AnalysisLimitException>(() => budget.Spend(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_over_the_bound_is_refused() =>
        Assert.Throws<AnalysisLimitException>(() => Found.Analyzer.Analyze(new string(' ', TextAnalyzer.MostChars + 1), TermSet.Empty, []));
}
