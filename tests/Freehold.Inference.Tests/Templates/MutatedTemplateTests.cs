using System.Text;
using Freehold.Inference.Templates;
using Freehold.Testing.Fuzzing;

namespace Freehold.Inference.Tests.Templates;

/// <summary>Thousands of spoiled templates: each renders or is refused as a template; nothing else may come out.</summary>
public sealed class MutatedTemplateTests
{
    private const int Mutations = 4_000, MaxBytes = 4_096;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spoiled_templates_render_or_are_refused(int seed)
    {
        byte[][] good = [.. FamilyCases.All.Select(item => item.Template)
            .Concat(StatementCases.All.Select(item => item.Template)).Select(Encoding.UTF8.GetBytes)];
        byte[][] words = [.. new[] { "{{ ", " }}", "{% for a in messages %}", "{% endfor %}", "|tojson", "[::-1]", " ~ ", " * 9", "(" }
            .Select(Encoding.UTF8.GetBytes)];
        var mutator = new Mutator(new Random(seed), words, MaxBytes);
        var input = new ChatTemplateInput
        {
            Messages = [new() { Role = "user", Content = "hi" }, new() { Role = "assistant", Content = "yo" }],
        };
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            try
            {
                ChatTemplate.Parse(Encoding.UTF8.GetString(mutator.Next(good))).Render(input, TemplateCases.Clock);
            }
            catch (TemplateException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 10, Mutations * 9 / 10);
    }
}
