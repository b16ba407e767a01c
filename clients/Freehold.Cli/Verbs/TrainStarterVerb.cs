using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Inference.Formats;
using Freehold.Inference.Training;
using Freehold.Inference.Training.Starter;
using Freehold.Inference.Training.Starter.Evaluation;

namespace Freehold.Cli.Verbs;

/// <summary><c>train starter</c>: makes the model that a fresh installation answers with, or measures one. It works on files.</summary>
internal static class TrainStarterVerb
{
    private const int DefaultCases = 200, StepsBetweenLines = 20;

    public static Command Create(CliApp app)
    {
        var output = new Option<string>("--out")
        {
            Description = "File to write; checkpoints are kept in FILE.training beside it, and training goes on from there",
            HelpName = "FILE",
            DefaultValueFactory = _ => "starter.gguf",
        };
        var seed = Number(
            "--seed", "Seed of the texts and the weights; the same seed gives the same file", StarterTrainingOptions.DefaultSeed);
        var steps = Number(
            "--steps", $"Steps of training, of {StarterTraining.DialogsPerStep} dialogs each", StarterTrainingOptions.DefaultSteps);
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads [default: one for each core]; they do not change the file",
            HelpName = "N",
        };
        var eval = new Option<string?>("--eval")
        {
            Description = "Train nothing, and measure this file on held-out dialogs",
            HelpName = "FILE",
        };
        var cases = Number("--cases", "Dialogs of each kind to measure with", DefaultCases);
        var command = new Command("starter", "Train the small model that comes with Freehold, on texts that Freehold generates")
        {
            output, seed, steps, threads, eval, cases,
        };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            try
            {
                if (run.Get(eval) is { } path)
                {
                    var figures = await StarterEvaluation.MeasureAsync(
                        path, run.Get(seed), run.Get(cases), run.Get(threads), cancellationToken);
                    Tell(run.Output, figures);
                    return;
                }

                var folder = run.Get(output)! + ".training";
                var options = new StarterTrainingOptions
                {
                    Output = run.Get(output)!,
                    WorkFolder = folder,
                    Seed = run.Get(seed),
                    Steps = run.Get(steps),
                };
                options = run.Get(threads) is { } count ? options with { Threads = count } : options;
                var result = await StarterTraining.RunAsync(options, new Lines(run.Output), yield: null, cancellationToken);
                Directory.Delete(folder, recursive: true);
                Tell(run.Output, result);
            }
            catch (ArgumentException invalid)
            {
                throw new UsageException(invalid.Message.Split('\n')[0]);
            }
            catch (Exception failure) when (failure is ModelFormatException or IOException or UnauthorizedAccessException)
            {
                throw new FindingException(failure.Message);
            }
        });
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private static void Tell(CliOutput output, StarterTrainingResult result)
    {
        var report = new StarterTrainReport(
            result.Path, result.LengthBytes, result.Model.WeightsSha256, result.Model.ParameterCount, result.Steps, result.Dialogs,
            result.Tokens, result.FinalLoss);
        if (output.IsJson)
        {
            output.Json(report, CliJson.Own.StarterTrainReport);
            return;
        }

        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Path}: {report.Bytes:N0} bytes, {report.Parameters:N0} weights; {report.Steps:N0} steps, "
            + $"{report.Dialogs:N0} dialogs, {report.Tokens:N0} tokens, last loss {report.FinalLoss:0.0000}"));
        output.Line($"SHA-256 {report.Sha256}");
    }

    private static void Tell(CliOutput output, StarterFigures figures)
    {
        if (output.IsJson)
        {
            output.Json(figures, CliJson.Own.StarterFigures);
            return;
        }

        output.Table(
            ["Extraction", Column.Number("JSON"), Column.Number("Exact"), Column.Number("Fields right")],
            [
                Row("new wording, free", figures.Plain), Row("new wording, schema", figures.Constrained),
                Row("familiar wording, schema", figures.Familiar),
            ]);
        output.Table(
            ["Exactly right", Column.Number("Share")],
            [
                ["support, new wording", Share(figures.SupportRight)], ["support, familiar wording", Share(figures.FamiliarSupportRight)],
                ["greetings and itself", Share(figures.IdentityRight)], ["says that it does not know", Share(figures.UnknownRight)],
                ["summaries", Share(figures.SummaryRight)], ["repetition", Share(figures.RepetitionRight)],
            ]);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Perplexity of answers: {figures.Perplexity:0.000} (familiar wording: {figures.FamiliarPerplexity:0.000})"));
    }

    private static string[] Row(string name, ExtractionFigures figures) =>
        [name, Share(figures.Valid), Share(figures.Exact), Share(figures.FieldsRight)];

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A line every few steps. Called on the training's own thread.</summary>
    private sealed class Lines(CliOutput output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step % StepsBetweenLines != 0 && value.Step != value.Steps) return;
            output.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"step {value.Step:N0} of {value.Steps:N0}, loss {value.Loss:0.0000}, {value.TokensPerSecond:N0} tokens/s, "
                + $"{value.TimeLeft:h\\:mm\\:ss} left"));
        }
    }
}
