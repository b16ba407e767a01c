using Freehold.Cli.Tests.Support;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class LabelVerbTests
{
    private const string Set =
        """
        [{"full_text": "Mail ann.lee@corp.example.com",
          "spans": [{"entity_type": "EMAIL_ADDRESS", "start_position": 5, "end_position": 29}]}]
        """;

    private static Task<CliRun> Run(params string[] args) => CliRun.WithAsync(FakeGateway.Answering("{}"), args);

    [Fact]
    public async Task Eval_prints_each_kind_and_all()
    {
        using var folder = new TempFolder();
        var path = folder["set.json"];
        await File.WriteAllTextAsync(path, Set);

        var run = await Run("label", "eval", path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Lines, line => line.TrimStart().StartsWith("EMAIL_ADDRESS", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.TrimStart().StartsWith("all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eval_writes_its_figures_as_one_object()
    {
        using var folder = new TempFolder();
        var path = folder["set.json"];
        await File.WriteAllTextAsync(path, Set);

        var json = (await Run("label", "eval", path, "--json")).Json;

        Assert.Equal(1, json.GetProperty("f1").GetDouble());
        Assert.Equal(1, json.GetProperty("f1_exact").GetDouble());
        Assert.Equal(1, json.GetProperty("recall_formatted").GetDouble());
        Assert.Equal(1, json.GetProperty("kinds").GetProperty("EMAIL_ADDRESS").GetProperty("recall").GetDouble());
    }

    [Fact]
    public async Task Eval_of_a_file_that_is_no_set_says_what_is_wrong()
    {
        using var folder = new TempFolder();
        var path = folder["set.json"];
        await File.WriteAllTextAsync(path, """[{"full_text": "a"}]""");

        var run = await Run("label", "eval", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("spans", run.Error);
        Assert.Contains(path, run.Error);
    }

    [Fact]
    public async Task Eval_of_no_file_says_so()
    {
        var run = await Run("label", "eval", "nowhere.json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nowhere.json", run.Error);
    }

    [Fact]
    public async Task Train_writes_a_file_that_eval_takes()
    {
        using var folder = new TempFolder();
        var path = folder["set.json"];
        await File.WriteAllTextAsync(path, Set);
        var tagger = folder["tagger.bin"];

        var train = await Run("label", "train", "--out", tagger, "--texts", "50", "--seed", "1", "--json");
        var eval = await Run("label", "eval", path, "--tagger", tagger, "--json");

        Assert.Equal(new FileInfo(tagger).Length, train.Json.GetProperty("bytes").GetInt64());
        Assert.Equal(1, eval.Json.GetProperty("texts").GetInt32());
    }

    [Fact]
    public async Task Train_on_no_texts_is_refused()
    {
        var run = await Run("label", "train", "--texts", "0");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("at least one", run.Error);
    }

    [Fact]
    public async Task Scan_shows_the_spans_of_standard_input()
    {
        var run = await CliRun.WithAsync(
            FakeGateway.Answering("{}"), new CliSetting { Input = "Mail ann.lee@corp.example.com" }, "label", "scan", "--json");

        Assert.Contains(run.Json.EnumerateArray(), span => span.GetProperty("kind").GetString() == "email_address"
            && span.GetProperty("start").GetInt32() == 5 && span.GetProperty("text").GetString() == "ann.lee@corp.example.com");
    }
}
