using Freehold.Inference.Templates;

namespace Freehold.Inference.Tests.Templates;

/// <summary>Texts are compared with what Jinja itself gave for the same template and variables.</summary>
public sealed class RenderingTests
{
    [Fact]
    public void Expressions_have_the_texts_that_jinja_gives_them()
    {
        foreach (var (expression, expected) in ExpressionCases.All)
            Assert.Equal((expression, expected), (expression, TemplateCases.Render("{{ " + expression + " }}")));
    }

    [Fact]
    public void Statements_and_whitespace_are_rendered_as_by_jinja()
    {
        foreach (var (template, expected) in StatementCases.All)
            Assert.Equal((template, expected), (template, TemplateCases.Render(template)));
    }

    [Fact]
    public void Templates_of_model_families_render_a_conversation_as_jinja_does()
    {
        var tokens = new Dictionary<string, string> { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };
        foreach (var (family, template, takesSystem, expected) in FamilyCases.All)
        {
            var messages = new List<ChatTemplateMessage>
            {
                new() { Role = "user", Content = FamilyCases.FirstUser },
                new() { Role = "assistant", Content = FamilyCases.Assistant },
                new() { Role = "user", Content = FamilyCases.SecondUser },
            };
            if (takesSystem)
                messages.Insert(0, new ChatTemplateMessage { Role = "system", Content = FamilyCases.System });
            var prompt = ChatTemplate.Parse(template, tokens).Render(new ChatTemplateInput { Messages = messages }, TemplateCases.Clock);
            Assert.Equal((family, expected), (family, prompt.Text));
        }
    }

    [Theory]
    [InlineData("'%05.2f' % 1e400", "00inf")]
    [InlineData("'%6.1f' % -1e400", "  -inf")]
    [InlineData("1e400|round(2)", "inf")]
    [InlineData("'%.300f'|format(1e400)", "inf")]
    public void Numbers_beyond_the_largest_have_a_text_too(string expression, string expected) =>
        Assert.Equal(expected, TemplateCases.Render("{{ " + expression + " }}"));

    [Theory]
    [InlineData("{{ x|nosuch }}", "filter 'nosuch'", 1, 6)]
    [InlineData("{{ x is nosuch }}", "test 'nosuch'", 1, 9)]
    [InlineData("a\n{% block b %}{% endblock %}", "tag 'block'", 2, 4)]
    [InlineData("{{ x.append(1) }}", "method 'append'", 1, 5)]
    [InlineData("{{ x|map('nosuch')|list }}", "filter 'nosuch'", 1, 10)]
    [InlineData("{{ x|selectattr('a', 'nosuch') }}", "test 'nosuch'", 1, 22)]
    [InlineData("{% for a in b recursive %}{% endfor %}", "'recursive'", 1, 15)]
    [InlineData("{{ f(*x) }}", "'*'", 1, 6)]
    public void What_is_not_supported_is_refused_by_name_and_place_when_the_template_is_read(
        string template, string name, int line, int column)
    {
        var fault = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template));
        Assert.Equal((TemplateFault.Unsupported, line, column), (fault.Fault, fault.Line, fault.Column));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% if x %}")]
    [InlineData("{{ x")]
    [InlineData("{{ (x }}")]
    [InlineData("{{ 'x }}")]
    [InlineData("{% endif %}")]
    [InlineData("{# x")]
    [InlineData("{% raw %}")]
    [InlineData("{% break %}")]
    [InlineData("{{ a b }}")]
    [InlineData("{% macro f(a=1, b) %}{% endmacro %}")]
    public void A_malformed_template_is_refused_when_it_is_read(string template) =>
        Assert.Equal(TemplateFault.Syntax, Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template)).Fault);

    [Theory]
    [InlineData("{{ nothing.x }}", "'nothing' is undefined")]
    [InlineData("{{ 1 + 'a' }}", "'+' does not take a int and a str")]
    [InlineData("{{ 1 / 0 }}", "division by zero")]
    [InlineData("{{ d.x.y }}", "a dict has no 'x'")]
    [InlineData("{% for x in 5 %}{% endfor %}", "cannot be iterated")]
    public void A_faulty_operation_says_what_and_where(string template, string what)
    {
        var fault = Assert.Throws<TemplateException>(() => TemplateCases.Render(template));
        Assert.Equal(TemplateFault.Evaluation, fault.Fault);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 1, column", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raised_exception_carries_the_templates_own_message()
    {
        var fault = Assert.Throws<TemplateException>(() => TemplateCases.Render("{{ raise_exception('Roles must alternate') }}"));
        Assert.Equal((TemplateFault.Raised, "Roles must alternate"), (fault.Fault, fault.Message));
    }
}
