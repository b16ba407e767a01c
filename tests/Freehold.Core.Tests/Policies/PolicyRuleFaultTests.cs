using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public class PolicyRuleFaultTests
{
    [Theory]
    [InlineData("{name: a, pattern: 'a^', answer: x, examples: [a]}", "rule 'a' does not match its example")]
    [InlineData("{name: a, pattern: 'a^', answer: x}", "nothing shows that rule 'a' can match")]
    [InlineData("{name: a, pattern: '(a', answer: x, examples: [a]}", "the pattern is not valid")]
    [InlineData("{name: a, pattern: 'a)|(?:b', answer: x, examples: [a]}", "the pattern is not valid")]
    [InlineData("{name: a, pattern: '(a)\\1', answer: x, examples: [aa]}", "the pattern is not valid")]
    [InlineData("{name: a, pattern: '(?=a)a', answer: x, examples: [a]}", "the pattern is not valid")]
    [InlineData("{name: a, pattern: '(((a{1,99}){1,99}){1,99}){1,99}', answer: x, examples: [a]}", "the pattern is not valid")]
    [InlineData("{name: a, pattern: 'hello .*', answer: x, examples: [hello you], not: [hello world]}", "rule 'a' matches what it must not")]
    [InlineData("{name: a, pattern: 'hi', answer: 'x {{who}}', examples: [hi]}", "the pattern of rule 'a' has no group 'who'")]
    [InlineData("{name: a, exact: '   ', answer: x}", "the text is empty or too long")]
    [InlineData("{name: a, exact: [], answer: x}", "rule 'a' cannot match: it has no text")]
    [InlineData("{name: a, answer: x}", "rule 'a' needs either 'exact' or 'pattern'")]
    [InlineData("{name: a, exact: a, pattern: a, answer: x}", "rule 'a' needs either 'exact' or 'pattern'")]
    [InlineData("{name: a b, exact: a, answer: x}", "a rule needs a name and an answer")]
    [InlineData("{exact: a, answer: x}", "a rule needs a name and an answer")]
    public void A_rule_that_cannot_do_what_it_says_is_refused(string rule, string what) =>
        Assert.Contains(PolicyText.Faults($"rules:\n  - {rule}"), fault => fault.Line == 2 && fault.What.StartsWith(what, StringComparison.Ordinal));

    [Fact]
    public void A_rule_that_an_earlier_one_answers_for_is_refused_with_both_places()
    {
        var faults = PolicyText.Faults("""
            rules:
              - {name: one, exact: Opening hours, answer: 9 to 5}
              - {name: two, exact: [else, "opening  HOURS"], answer: never}
              - {name: one, exact: third, answer: x}
              - {name: four, pattern: opening.*, answer: x, examples: [opening hours]}
            """);

        Assert.Equal(
            [3, 4, 5], faults.Select(fault => fault.Line));
        Assert.Equal("rule 'two' cannot match 'opening hours': rule 'one' at line 2 answers it first", faults[0].What);
        Assert.Equal("the name 'one' is taken by the rule at line 2", faults[1].What);
        Assert.Equal("rule 'one' answers the example of 'four' first", faults[2].What);
    }

    [Fact]
    public void Rules_of_all_workloads_count_together()
    {
        static string Rules(string prefix, int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => $"      - {{name: {prefix}{i}, exact: {prefix} {i}, answer: x}}\n"));
        var half = PolicyBounds.MaxRules / 2;

        PolicyText.Sound($"workloads:\n  a:\n    rules:\n{Rules("a", half)}  b:\n    rules:\n{Rules("b", half)}");
        Assert.Contains("more than 1000 rules", PolicyText.Fault($"workloads:\n  a:\n    rules:\n{Rules("a", half)}  b:\n    rules:\n{Rules("b", half + 1)}").What, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_without_a_word_of_their_own_are_few()
    {
        var patterns = string.Concat(Enumerable.Range(0, 51).Select(i => $"  - {{name: r{i}, pattern: '(a{i}|b{i})', answer: x, examples: [a{i}]}}\n"));

        Assert.StartsWith("it is the 51th pattern", PolicyText.Fault("rules:\n" + patterns).What, StringComparison.Ordinal);
    }
}
