using Freehold.Cli.Tests.Support;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class TrainStarterTests
{
    private static readonly string Shipped = Path.Combine(RepositoryPaths.Root, "silos", "Freehold.Silo", "Models", "starter.gguf");

    [Theory]
    [InlineData("Steps is 0", "--steps", "0")]
    [InlineData("Seed is -1", "--seed", "-1")]
    [InlineData("Threads is 0", "--threads", "0")]
    public async Task An_option_out_of_range_is_refused_before_any_work(string says, params string[] options)
    {
        using var folder = new TempFolder();

        var run = await RunAsync(["--out", folder["x.gguf"], .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public async Task The_figures_of_a_file_are_one_object()
    {
        var run = await RunAsync(["--eval", Shipped, "--cases", "2", "--json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, run.Json.GetProperty("constrained").GetProperty("valid").GetDouble());
        Assert.InRange(run.Json.GetProperty("perplexity").GetDouble(), 1, 1_000);
    }

    [Fact]
    public async Task The_figures_of_no_file_are_refused_in_one_line()
    {
        var run = await RunAsync(["--eval", "/nowhere/x.gguf"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("/nowhere/x.gguf", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_cases_has_bounds()
    {
        var run = await RunAsync(["--eval", Shipped, "--cases", "0"]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
    }

    private static Task<CliRun> RunAsync(string[] args) =>
        CliRun.WithAsync(FakeGateway.Answering("{}"), ["train", "starter", .. args]);
}
