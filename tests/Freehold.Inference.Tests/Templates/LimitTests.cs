using Freehold.Inference.Templates;

namespace Freehold.Inference.Tests.Templates;

/// <summary>Templates that would take all memory, all time or the stack end at a named bound.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(x=f()) %}{% endmacro %}{{ f() }}")]
    [InlineData("{% for a in range(100001) %}{% endfor %}")]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ 'x' * 100000000 }}")]
    [InlineData("{{ [1] * 1000000 }}")]
    [InlineData("{% set ns = namespace(s='xxxxxxxx') %}{% for a in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(64) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[]) %}{% for a in range(1000) %}{% set ns.s = [ns.s] %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[], t=[]) %}{% for a in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% set ns.t = [ns.t, ns.t] %}" +
        "{% endfor %}{{ ns.s == ns.t }}")]
    [InlineData("{% set ns = namespace(s=[]) %}{% for a in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}")]
    [InlineData("{% set s = 'a' * 4000000 %}{% set t = 'a' * 2000000 ~ 'b' %}{{ t in s }}")]
    [InlineData("{% for a in range(9) %}{{ ' ' * 1000000 }}{% endfor %}")]
    [InlineData("{{ 'x'.center(2000000000) }}")]
    [InlineData("{{ 'aaaaaaaaaaaaaaaa'.replace('', 'b' * 4000000) }}")]
    public void An_endless_template_ends_at_a_bound(string template)
    {
        var fault = Assert.Throws<TemplateException>(() => TemplateCases.Render(template));
        Assert.Equal(TemplateFault.Limit, fault.Fault);
    }

    [Theory]
    [InlineData("(", 5000)]
    [InlineData("[", 5000)]
    [InlineData("-", 5000)]
    [InlineData("not ", 5000)]
    [InlineData("{1:", 5000)]
    [InlineData("x if x else ", 5000)]
    [InlineData("a[", 5000)]
    [InlineData("f(", 5000)]
    public void Deeply_nested_expressions_end_at_a_bound(string piece, int count)
    {
        var template = "{{ " + string.Concat(Enumerable.Repeat(piece, count)) + "x";
        var fault = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template + " }}"));
        Assert.Contains(fault.Fault, new[] { TemplateFault.Limit, TemplateFault.Syntax });
    }

    [Fact]
    public void Deeply_nested_blocks_end_at_a_bound()
    {
        var template = string.Concat(Enumerable.Repeat("{% if x %}", 5000)) + string.Concat(Enumerable.Repeat("{% endif %}", 5000));
        Assert.Equal(TemplateFault.Limit, Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template)).Fault);
    }

    [Fact]
    public void A_long_chain_of_operators_ends_at_a_bound_and_not_in_the_stack()
    {
        var template = "{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 50_000)) + " }}";
        Assert.Equal(TemplateFault.Limit, Assert.Throws<TemplateException>(() => TemplateCases.Render(template)).Fault);
    }

    [Fact]
    public void A_chain_as_long_as_any_template_has_is_rendered() =>
        Assert.Equal("301", TemplateCases.Render("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 300)) + " }}"));

    [Fact]
    public void A_template_beyond_the_longest_is_refused() => Assert.Equal(
        TemplateFault.Limit,
        Assert.Throws<TemplateException>(() => ChatTemplate.Parse(new string('x', TemplateLimits.MaxTemplateChars + 1))).Fault);
}
