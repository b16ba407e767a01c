using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Evaluation;
using Freehold.Core.Labels.Terms;

namespace Freehold.Cli.Verbs;

/// <summary><c>label eval</c>: how well the spans of a file with marked texts are found.</summary>
internal static class LabelEvalVerb
{
    public static Command Create(CliApp app)
    {
        var path = new Argument<string>("file")
        {
            Description = "JSON: [{\"full_text\": …, \"spans\": [{\"entity_type\", \"start_position\", \"end_position\"}]}]",
            HelpName = "FILE",
        };
        var tagger = new Option<string?>("--tagger")
        {
            Description = "A file of 'label train' to measure in place of the built-in tagger",
            HelpName = "FILE",
        };
        var errors = new Option<bool>("--errors") { Description = "Also show, on stderr, what was missed and what is wrong" };
        return app.Handle(new Command("eval", "Measure how well sensitive text is found") { path, tagger, errors }, (run, _) =>
        {
            var report = Measure(run.Get(path), run.Get(tagger), run.Get(errors) ? Show : null);
            if (run.Output.IsJson) run.Output.Json(ToJson(report), CliJson.Own.LabelEvalReport);
            else Tell(run.Output, report);
            return Task.CompletedTask;

            void Show(string text, SensitiveSpan span, bool missed) => run.Output.Note(
                $"{(missed ? "missed" : "wrong")} {span.Kind.Name()} '{text.Substring(span.Start, span.Length)}' in: {text}");
        });
    }

    private static EvaluationReport Measure(string path, string? tagger, Action<string, SensitiveSpan, bool>? onError)
    {
        var file = LabelVerbs.Read(path);
        try
        {
            var analyzer = tagger is null ? new TextAnalyzer() : TextAnalyzer.WithTagger(LabelVerbs.Read(tagger));
            return EvaluationReport.Measure(
                EvaluationSet.Parse(file), (text, spans) => analyzer.Analyze(text, TermSet.Empty, spans), onError);
        }
        catch (FormatException malformed)
        {
            throw new FindingException($"{path}: {malformed.Message}");
        }
        catch (InvalidDataException damaged)
        {
            throw new FindingException($"{tagger}: {damaged.Message}");
        }
        catch (AnalysisLimitException limit)
        {
            throw new FindingException($"{path}: {limit.Message}");
        }
    }

    private static void Tell(CliOutput output, EvaluationReport report)
    {
        output.Table(
            [
                "Kind", Column.Number("Marked"), Column.Number("Precision"), Column.Number("Recall"), Column.Number("F1"),
                Column.Number("Exact F1"),
            ],
            report.Kinds.Select(kind => Row(kind.Kind, kind.HalfOverlap, kind.Exact)).Append(Row("all", report.All, report.AllExact)));
        output.Line(
            $"{Show.Count(report.Texts)} texts. Same kind and an overlap of at least half; 'exact': the same characters. "
            + $"Recall of kinds with a format: {Figure(report.Formatted.Recall)}");
        if (report.UnknownKinds > 0)
            output.Note($"{report.UnknownKinds} marked spans are of kinds that Freehold does not know; they count nowhere.");
    }

    private static string[] Row(string kind, SpanScore half, SpanScore exact) =>
        [kind, Show.Count(half.Marked), Figure(half.Precision), Figure(half.Recall), Figure(half.F1), Figure(exact.F1)];

    private static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static LabelEvalReport ToJson(EvaluationReport report) => new(
        report.All.F1,
        report.Formatted.Recall,
        report.AllExact.F1,
        report.All.Precision,
        report.All.Recall,
        report.Texts,
        report.UnknownKinds,
        report.Kinds.ToDictionary(
            kind => kind.Kind,
            kind => new LabelKindReport(
                kind.HalfOverlap.Marked, kind.HalfOverlap.Precision, kind.HalfOverlap.Recall, kind.HalfOverlap.F1, kind.Exact.F1)));
}
