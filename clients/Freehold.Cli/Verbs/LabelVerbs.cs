using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Tagging;
using Freehold.Core.Labels.Terms;

namespace Freehold.Cli.Verbs;

/// <summary><c>label</c>: what Freehold finds in texts, how well, and the training of what finds it. Works on files, and asks no
/// gateway.</summary>
internal static class LabelVerbs
{
    private const long MostBytes = 256L << 20;

    public static Command Create(CliApp app) =>
        new("label", "Find sensitive text, measure how well it is found, train what finds it")
        {
            LabelEvalVerb.Create(app),
            Train(app),
            Scan(app),
        };

    /// <summary>Reads a whole file.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MostBytes
                ? File.ReadAllBytes(path)
                : throw new FindingException($"{path}: has {length} bytes; {MostBytes} is the most.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FindingException(failure.Message);
        }
    }

    private static Command Train(CliApp app)
    {
        var output = new Option<string>("--out")
        {
            Description = "File to write",
            HelpName = "FILE",
            DefaultValueFactory = _ => "tagger.bin",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the texts it learns from; the same seed gives the same file",
            HelpName = "N",
            DefaultValueFactory = _ => TaggerTraining.DefaultSeed,
        };
        var texts = new Option<int>("--texts")
        {
            Description = "How many generated texts it learns from",
            HelpName = "N",
            DefaultValueFactory = _ => TaggerTraining.DefaultTexts,
        };
        var command = new Command("train", "Train the tagger of names and places on generated texts") { output, seed, texts };
        return app.Handle(command, (run, cancellationToken) =>
        {
            if (run.Get(texts) < 1) throw new UsageException($"--texts {run.Get(texts)}: at least one text is needed.");
            var file = TaggerTraining.Train(run.Get(seed), run.Get(texts), Tell, cancellationToken);
            try
            {
                File.WriteAllBytes(run.Get(output)!, file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new FindingException(failure.Message);
            }

            var report = new LabelTrainReport(run.Get(output)!, file.Length, run.Get(seed), run.Get(texts));
            if (run.Output.IsJson) run.Output.Json(report, CliJson.Own.LabelTrainReport);
            else run.Output.Line($"{report.Path}: {Show.Count(report.Bytes)} bytes; {Show.Count(report.Texts)} texts, seed {report.Seed}");
            return Task.CompletedTask;

            void Tell(int done, double errors) => run.Output.Note(
                string.Create(CultureInfo.InvariantCulture, $"{done:N0} texts, wrong tokens per 1,000 characters: {1000 * errors:0.00}"));
        });
    }

    private static Command Scan(CliApp app)
    {
        var path = new Argument<string>("file")
        {
            Description = "A text file; '-': standard input",
            HelpName = "FILE",
            DefaultValueFactory = _ => "-",
        };
        return app.Handle(new Command("scan", "Show the sensitive spans of a text") { path }, async (run, cancellationToken) =>
        {
            var text = run.Get(path) == "-"
                ? await run.Host.In.ReadToEndAsync(cancellationToken)
                : new System.Text.UTF8Encoding().GetString(Read(run.Get(path)));
            var spans = new List<SensitiveSpan>();
            try
            {
                new TextAnalyzer().Analyze(text, TermSet.Empty, spans);
            }
            catch (AnalysisLimitException limit)
            {
                throw new FindingException(limit.Message);
            }

            LabelSpan[] found =
            [
                .. spans.Select(
                    span => new LabelSpan(span.Kind.Name(), span.Start, span.Length, text.Substring(span.Start, span.Length))),
            ];
            if (run.Output.IsJson)
            {
                run.Output.Json(found, CliJson.Own.LabelSpanArray);
                return;
            }

            run.Output.Table(
                ["Kind", Column.Number("Start"), Column.Number("Length"), "Text"],
                found.Select(
                    span => new[] { span.Kind, Show.Count(span.Start), Show.Count(span.Length), span.Text.ReplaceLineEndings(" ") }));
        });
    }
}
