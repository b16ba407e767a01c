using System.Globalization;
using System.Text;
using Freehold.Cli.Tests.Support;
using Freehold.Core.Features;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class RouteBacktestTests
{
    private static readonly FakeGateway Silent = new(_ => throw new InvalidOperationException("No gateway may be asked."));

    [Fact]
    public async Task A_table_is_replayed_and_its_figures_are_written_as_json()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["log.csv"], Table(200));

        var run = await BacktestAsync(
            "--log", folder["log.csv"], "--prompt", "question", "--models", "small,large", "--cost", "0.1,usd", "--chart", folder["out.svg"], "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(run.Json.GetProperty("apgr_offline").GetDouble(), 0.6, 1.5);
        Assert.InRange(run.Json.GetProperty("apgr_online").GetDouble(), 0.5, 1.5);
        Assert.True(run.Json.GetProperty("cpt50").GetDouble() < run.Json.GetProperty("cpt80").GetDouble());
        Assert.Equal(("small", "large"), (run.Json.GetProperty("weak").GetString(), run.Json.GetProperty("strong").GetString()));
        Assert.False(run.Json.GetProperty("costs_assumed").GetBoolean());
        Assert.StartsWith("<svg", File.ReadAllText(folder["out.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_get_a_table_a_page_and_a_word_on_assumed_costs()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["log.csv"], Table(60));

        var run = await BacktestAsync("--log", folder["log.csv"], "--prompt", "question", "--models", "small,large", "--chart", folder["out.html"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("APGR offline", run.Out, StringComparison.Ordinal);
        Assert.Contains("No --cost given", run.Error, StringComparison.Ordinal);
        Assert.Contains("</html>", File.ReadAllText(folder["out.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freehold_s_own_log_is_replayed_off_policy()
    {
        using var folder = new TempFolder();
        var random = new Random(4);
        File.WriteAllLines(folder["log.jsonl"], Enumerable.Range(0, 300).Select(i => Outcome(random, i)));

        var run = await BacktestAsync("--log", folder["log.jsonl"], "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(("local", "cloud"), (run.Json.GetProperty("weak").GetString(), run.Json.GetProperty("strong").GetString()));
        Assert.InRange(run.Json.GetProperty("apgr_offline").GetDouble(), 0.6, 1.6);
        Assert.False(run.Json.TryGetProperty("apgr_online", out _));
    }

    [Theory]
    [InlineData("question,small,large\nwhy,0,maybe\n", "small,large", "log.csv: line 2, column 7: 'maybe'")]
    [InlineData("question,small,large\nwhy,0,1\n", "small,huge", "no column 'huge'")]
    [InlineData("question,small,large\nwhy,0,1\n", null, "--models is missing")]
    [InlineData("{\"object\":\"outcome\"}\n", null, "0 have features")]
    public async Task What_is_wrong_is_told_in_one_line(string text, string? models, string part)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["log.csv"], text);
        string[] args = ["--log", folder["log.csv"], "--prompt", "question"];

        var run = await BacktestAsync(models is null ? args : [.. args, "--models", models]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(part, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_chart_of_another_kind_are_refused()
    {
        using var folder = new TempFolder();

        Assert.Equal(2, (await BacktestAsync("--log", folder["absent.csv"], "--models", "a,b")).ExitCode);
        Assert.Contains(".svg or .html", (await BacktestAsync("--log", folder["x"], "--chart", "x.png")).Error, StringComparison.Ordinal);
    }

    private static string Table(int rows)
    {
        var csv = new StringBuilder("question,small,large,usd\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\"{Prompt(i)}\",{(i % 2 == 0 || i % 5 == 0 ? 1 : 0)},{(i % 9 == 0 ? "False" : "True")},{2 + (i % 3)}\n");
        }

        return csv.ToString();
    }

    private static string Prompt(int i) => i % 2 == 0 ? $"write a short poem, about number {i}" : $"prove the theorem\nof matrices {i}";

    private static string Outcome(Random random, int i)
    {
        var cloud = random.Next(2) == 1;
        var score = cloud || i % 2 == 0 ? 1 : 0;
        var features = Convert.ToBase64String(FeatureExtractor.Extract(Prompt(i), default).ToBytes());
        var (model, cost) = cloud ? ("cloud", 1000) : ("local", 10);
        return $$"""
            {"id":"r{{i}}","object":"outcome","candidates":[{"id":"{{model}}","propensity":0.5}],
            "attempts":[{"candidate":"{{model}}","result":"answered","cost_micro_usd":{{cost}}}],"features":"{{features}}",
            "feedback":[{"id":"f","score":{{score}}}]}
            """.ReplaceLineEndings("");
    }

    private static Task<CliRun> BacktestAsync(params string[] args) => CliRun.WithAsync(Silent, ["route", "backtest", .. args]);
}
