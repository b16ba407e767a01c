using Freehold.Core.Distillation.Golden;

namespace Freehold.Core.Tests.Distillation.Golden;

public class TemplateTests
{
    [Fact]
    public void Prompts_of_one_template_are_told_apart_by_what_it_is_filled_with()
    {
        const string template = "You are a careful clerk. Read the message of the customer below and answer with the name of its department alone. Message: ";
        var filled = Candidates.Draw(3, 400).Where(candidate => candidate.Prompt.Length > 20).ToArray();
        var plain = GoldenCurator.Curate(filled, Candidates.ByRule);
        var templated = GoldenCurator.Curate([.. filled.Select(candidate => candidate with { Prompt = template + candidate.Prompt })],
            Candidates.ByRule);

        Assert.InRange(templated.Report.Kept, 0.9 * plain.Report.Kept, 1.1 * plain.Report.Kept);
    }
}
