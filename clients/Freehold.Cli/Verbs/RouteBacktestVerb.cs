using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Backtest;
using Freehold.Core.Backtest.Tables;
using Freehold.Core.Learning.Rewards;

namespace Freehold.Cli.Verbs;

/// <summary><c>route backtest</c>: replays a table of prompts and results, or Freehold's own log. It works on files, and asks no gateway.</summary>
internal static class RouteBacktestVerb
{
    private const int ReadBufferBytes = 1 << 16;

    public static Command Create(CliApp app)
    {
        var log = new Option<string>("--log")
        {
            Description = "CSV or JSON lines, one prompt a row with each model's result; or outcomes as 'outcomes tail --json' writes them",
            HelpName = "FILE",
            Required = true,
        };
        var prompt = new Option<string?>("--prompt") { Description = "Column of the prompt [default: prompt]", HelpName = "COLUMN" };
        var models = new Option<string?>("--models")
        {
            Description = "Columns of the models' results: 0/1, true/false, scores from 0 to 1, or empty where not known",
            HelpName = "COLUMN,COLUMN",
        };
        var cost = new Option<string?>("--cost")
        {
            Description = "What a call of each model costs: numbers, or columns [default: 1, 2, ... by mean quality]",
            HelpName = "COST,COST",
        };
        var chart = new Option<string?>("--chart") { Description = "Draw the curves to this .svg or .html file", HelpName = "FILE" };
        var seed = new Option<int>("--seed") { Description = "Fixes folds, streams and draws", HelpName = "N", DefaultValueFactory = _ => 0 };
        var command = new Command("backtest", "Replay prompts with known results: what would learnt routing recover, at which cost?")
        {
            log, prompt, models, cost, chart, seed,
        };
        return app.Handle(command, (run, cancellationToken) =>
        {
            var source = new BacktestSource(run.Get(log)!, run.Get(prompt) ?? "prompt", Split(run.Get(models)), Split(run.Get(cost)));
            var chartPath = run.Get(chart);
            if (chartPath is not null && !IsChart(chartPath)) throw new UsageException($"--chart {chartPath}: name a file that ends in .svg or .html.");
            try
            {
                var report = Replay(run, source, run.Get(seed), cancellationToken);
                if (chartPath is not null) File.WriteAllText(chartPath, IsHtml(chartPath) ? BacktestChart.Html(report) : BacktestChart.Svg(report));
                Tell(run.Output, report, source, run.Get(seed));
            }
            catch (BacktestInputException wrong)
            {
                throw new UsageException($"{source.Path}: {wrong.Message}");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new UsageException(failure.Message);
            }

            return Task.CompletedTask;
        });
    }

    private static BacktestReport Replay(Invocation run, BacktestSource source, int seed, CancellationToken cancellationToken)
    {
        void Progress(string text)
        {
            if (run.Host.ErrorIsTerminal) run.Output.Note(text);
        }

        string? first;
        using (var peek = Open(source.Path)) first = peek.Peek() == '{' ? OutcomeLogReader.ReadFirstLine(peek) : null;
        using var file = Open(source.Path);
        if (first is not null && OutcomeLogReader.IsOutcome(first))
            return LoggedBacktest.Run(OutcomeLogReader.Read(file, RewardWeights.Default, cancellationToken), seed, Progress, cancellationToken);
        if (source.Models.Length == 0) throw new UsageException("--models is missing: name the columns that hold the models' results.");
        var options = new RoutingTableOptions { PromptColumn = source.Prompt, ModelColumns = source.Models, Costs = source.Costs };
        return TableBacktest.Run(RoutingTableReader.Read(file, options, cancellationToken), seed, Progress, cancellationToken);
    }

    private static StreamReader Open(string path) => new(path, System.Text.Encoding.UTF8, detectEncodingFromByteOrderMarks: true, ReadBufferBytes);

    private static void Tell(CliOutput output, BacktestReport report, BacktestSource source, int seed)
    {
        var assumed = source.Costs.Length == 0 && source.Models.Length > 0;
        if (output.IsJson)
        {
            output.Json(BacktestJson.Of(report, assumed, seed), CliJson.Own.BacktestJson);
            return;
        }

        output.Line($"{source.Path}: from {report.Weak} (cheapest) to {report.Strong} (best)");
        output.Table(["Figure", Column.Number("Value")], BacktestFigures.Of(report).Select(figure => new[] { figure.Name, figure.Value }));
        output.Table(
            ["Model", Column.Number("Mean quality"), Column.Number("Mean cost")],
            report.Models.Select(model => new[]
            {
                model.Name, model.Quality?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-", model.Cost.ToString("0.######", CultureInfo.InvariantCulture),
            }));
        if (assumed) output.Note("No --cost given: models cost 1, 2, ... in the order of their mean quality.");
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static bool IsChart(string path) => IsHtml(path) || path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private static bool IsHtml(string path) => path.EndsWith(".html", StringComparison.OrdinalIgnoreCase);

    private sealed record BacktestSource(string Path, string Prompt, string[] Models, string[] Costs);
}
