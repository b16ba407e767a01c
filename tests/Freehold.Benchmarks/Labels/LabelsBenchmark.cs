using System.Diagnostics;
using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;

namespace Freehold.Benchmarks.Labels;

/// <summary>Megabytes (10^6 bytes of UTF-8) that one core labels in a second: clean prose, dense records, and the worst hostile pattern.</summary>
internal sealed class LabelsBenchmark : IBenchmark
{
    private const int Chars = 4_000_000, HostileChars = 400_000, Rounds = 5, Terms = 1000;

    public string Name => "labels";

    public string Summary => "MB/s that one core labels: clean prose, records full of personal data, hostile patterns";

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var analyzer = new TextAnalyzer();
        var terms = TermSet.Create([.. Enumerable.Range(0, Terms).Select(i => $"project {(char)('a' + i % 26)}{i}")]);
        var clean = LabelTexts.Clean(Chars);
        Measure(analyzer, clean[..HostileChars], terms);

        report.AddMedian("mb_per_s_clean", Several(analyzer, clean, TermSet.Empty, cancellationToken), "English prose");
        report.AddMedian("mb_per_s_clean_terms", Several(analyzer, clean, terms, cancellationToken), $"the same with {Terms} terms");
        report.AddMedian("mb_per_s_dense", Several(analyzer, LabelTexts.Dense(Chars / 4), TermSet.Empty, cancellationToken), "records");

        var (worst, pattern) = (double.MaxValue, "");
        foreach (var (name, text) in LabelTexts.Hostile(HostileChars))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Measure(analyzer, text, terms) is var speed && speed < worst)
                (worst, pattern) = (speed, name);
        }

        report.Add("mb_per_s_hostile", worst, $"the worst pattern is '{pattern}'");
        return Task.CompletedTask;
    }

    private static double[] Several(TextAnalyzer analyzer, string text, TermSet terms, CancellationToken cancellationToken)
    {
        var rounds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rounds[round] = Measure(analyzer, text, terms);
        }

        return rounds;
    }

    private static double Measure(TextAnalyzer analyzer, string text, TermSet terms)
    {
        var spans = new List<SensitiveSpan>();
        var clock = Stopwatch.StartNew();
        analyzer.Analyze(text, terms, spans);
        return Encoding.UTF8.GetByteCount(text) / 1e6 / clock.Elapsed.TotalSeconds;
    }
}
