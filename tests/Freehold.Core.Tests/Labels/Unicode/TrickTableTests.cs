using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;
using Freehold.Testing;

namespace Freehold.Core.Tests.Labels.Unicode;

/// <summary>The table of tricks in <c>docs/labels.md</c> says what the analyzer does: no more and no less.</summary>
public class TrickTableTests
{
    private const string Before = "Please note: ", After = " is what I use.";
    private static readonly TermSet Terms = TermSet.Create(["Falcon Heights"]);

    public static TheoryData<string> Rows() => [.. TrickTable.Tricks.Select(trick => trick.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_table_in_the_documentation_says_what_is_caught(string name)
    {
        var (_, hide) = TrickTable.Tricks.Single(trick => trick.Name == name);
        var row = new StringBuilder($"| {name} |");
        foreach (var (kind, text) in TrickTable.Samples)
            row.Append(Catches(kind, hide(text)) ? " yes |" : " no |");

        var lines = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "docs", "labels.md"));
        Assert.Contains(row.ToString(), lines);
    }

    [Fact]
    public void The_table_has_a_row_for_each_trick_and_a_column_for_each_kind()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "docs", "labels.md"));
        var head = Array.IndexOf(lines, $"| hidden how | {string.Join(" | ", TrickTable.Samples.Select(sample => sample.Kind))} |");
        Assert.True(head >= 0);
        Assert.Equal(TrickTable.Tricks.Length, lines.Skip(head + 2).TakeWhile(line => line.StartsWith('|')).Count());
    }

    // Caught: one span of the kind covers most of what is hidden.
    private static bool Catches(string kind, string hidden)
    {
        var spans = new List<SensitiveSpan>();
        Found.Analyzer.Analyze(Before + hidden + After, Terms, spans);
        return spans.Any(span => span.Kind.Name() == kind && Overlap(span, Before.Length, Before.Length + hidden.Length) * 2 > hidden.Length);
    }

    private static int Overlap(SensitiveSpan span, int start, int end) => Math.Max(0, Math.Min(span.End, end) - Math.Max(span.Start, start));
}
