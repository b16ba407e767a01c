using Freehold.Core.Labels;
using Freehold.Core.Labels.Evaluation;
using Freehold.Core.Labels.Terms;
using Freehold.Testing;

namespace Freehold.Core.Tests.Labels.Evaluation;

public sealed class SharedSetTests
{
    [Fact]
    public void Spans_that_nothing_was_trained_on_are_found()
    {
        if (RepositoryPaths.SharedData("pii", "spans_half.json") is not { } path)
        {
            Assert.Skip(RepositoryPaths.MissingSharedData("pii/spans_half.json"));
            return;
        }

        var analyzer = new TextAnalyzer();
        var report = EvaluationReport.Measure(
            EvaluationSet.Parse(File.ReadAllBytes(path)), (text, spans) => analyzer.Analyze(text, TermSet.Empty, spans));

        Assert.Equal(0, report.UnknownKinds);
        Assert.True(report.All.F1 >= 0.80, $"F1 {report.All.F1:0.000}");
    }
}
