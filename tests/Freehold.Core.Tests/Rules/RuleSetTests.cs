using Freehold.Core.Rules;
using Freehold.Core.Tests.Policies;

namespace Freehold.Core.Tests.Rules;

public class RuleSetTests
{
    private const string Policy = """
        rules:
          - name: hours
            exact: [Opening hours, "When are you open?"]
            answer: We are open from 9 to 5.
          - name: order
            pattern: 'where is (?:my )?order (?<number>\d{4,8})\??'
            answer: "Order {{number}} is on its way. {literal} {{}} {{ number }}"
            examples: [where is my order 12345?]
            not: [where is my order, where is my order 12345 and why]
        workloads:
          sales:
            rules:
              - {name: sales-hours, exact: opening hours, answer: Always.}
          support: {}
        """;

    private static readonly RuleSet Tenant = PolicyText.Sound(Policy).Tenant.Rules;

    [Theory]
    [InlineData("opening hours")]
    [InlineData("  OPENING \n hours ")]
    [InlineData("When are you open?")]
    public void Exact_rules_do_not_mind_spacing_and_case(string text) =>
        Assert.Equal(new RuleAnswer("hours", "We are open from 9 to 5.", Tenant.Version), Tenant.Answer(text));

    [Fact]
    public void A_pattern_fills_its_groups_into_the_answer() =>
        Assert.Equal("Order 4711 is on its way. {literal} {{}} 4711", Tenant.Answer("Where is ORDER 4711?")?.Text);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("opening hours please")]
    [InlineData("where is my order 12345 and why")]
    [InlineData("so where is my order 12345")]
    public void Anything_else_is_not_answered(string text) => Assert.Null(Tenant.Answer(text));

    [Fact]
    public void A_long_message_is_not_looked_at() =>
        Assert.Null(Tenant.Answer("opening hours" + new string(' ', RuleText.MaxLength)));

    [Fact]
    public void A_workloads_rules_come_before_the_tenants()
    {
        var policy = PolicyText.Sound(Policy);

        Assert.Equal("Always.", policy.For("sales").Rules.Answer("opening hours")?.Text);
        Assert.Equal("order", policy.For("sales").Rules.Answer("where is order 1234")?.Rule);
        Assert.Equal("hours", policy.For("support").Rules.Answer("opening hours")?.Rule);
    }

    [Fact]
    public void The_version_names_what_the_rules_match_and_answer()
    {
        var same = PolicyText.Sound("# another document\n" + Policy).Tenant.Rules;
        var other = PolicyText.Sound(Policy.Replace("9 to 5", "8 to 5", StringComparison.Ordinal)).Tenant.Rules;

        Assert.Equal(Tenant.Version, same.Version);
        Assert.NotEqual(Tenant.Version, other.Version);
        Assert.NotEqual(Tenant.Version, PolicyText.Sound(Policy).For("sales").Rules.Version);
        Assert.Equal(64, Tenant.Version.Length);
    }

    [Fact]
    public void A_pattern_made_to_explode_ends_at_once()
    {
        var rules = PolicyText.Sound("rules:\n  - {name: evil, pattern: '(a+)+b', answer: x, examples: [aab]}").Tenant.Rules;

        Assert.Null(rules.Answer(new string('a', RuleText.MaxLength)));
    }
}
