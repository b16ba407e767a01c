using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class LedgerVerbTests
{
    private const string Ledger = """
        {"object":"ledger","tenant":"acme","by":"day","has_more":false,
         "rows":[{"name":"2026-01-02","attempts":1234,"prompt_tokens":5000,"completion_tokens":600,"cost_micro_usd":1500000}],
         "total":{"attempts":1234,"prompt_tokens":5000,"completion_tokens":600,"cost_micro_usd":1500000} }
        """;

    [Fact]
    public async Task Its_range_and_grouping_are_passed_on_and_rows_and_total_are_shown()
    {
        var gateway = FakeGateway.Answering(Ledger);

        var run = await CliRun.WithAsync(gateway, "ledger", "--by", "day", "--from", "2026-01-01", "--to", "2026-02-01T01:00:00+01:00", "-t", "acme");

        Assert.Equal(
            "/v1/ledger?from=2026-01-01T00%3A00%3A00Z&to=2026-02-01T00%3A00%3A00Z&by=day&tenant=acme", gateway.Seen[0].PathAndQuery);
        foreach (var cell in (string[])["2026-01-02", "1,234", "5,000", "600", "$1.50"])
            Assert.Contains(cell, run.Lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("total", run.Lines[^1].Trim(), StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Json_is_the_gateways_own()
    {
        var run = await CliRun.WithAsync(FakeGateway.Answering(Ledger), "ledger", "--json");

        Assert.Equal(1_500_000, run.Json.GetProperty("rows")[0].GetProperty("cost_micro_usd").GetInt64());
        Assert.Equal(1234, run.Json.GetProperty("total").GetProperty("attempts").GetInt64());
    }

    [Fact]
    public async Task More_rows_than_are_shown_are_said_on_stderr()
    {
        var gateway = FakeGateway.Answering(Ledger.Replace("\"has_more\":false", "\"has_more\":true", StringComparison.Ordinal));

        Assert.Contains("more rows", (await CliRun.WithAsync(gateway, "ledger")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--by", "year")]
    public async Task What_cannot_be_read_is_a_usage_error_and_nothing_is_sent(string option, string value)
    {
        var gateway = FakeGateway.Answering(Ledger);

        var run = await CliRun.WithAsync(gateway, "ledger", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
        Assert.Empty(gateway.Seen);
    }
}
