using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class OutcomeForgetTests
{
    [Theory]
    [InlineData("chatcmpl-1", "/admin/tenants/acme/transcripts/chatcmpl-1")]
    [InlineData("--workload=tickets", "/admin/tenants/acme/transcripts?workload=tickets")]
    public async Task One_exchange_or_a_workload_is_forgotten(string what, string path)
    {
        var gateway = FakeGateway.Answering("""{"transcripts":3}""");

        var run = await CliRun.WithAsync(gateway, "outcomes", "forget", what, "--tenant", "acme");

        Assert.Equal(("DELETE", path), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        Assert.Equal("3 forgotten.\n", run.Out);
    }

    [Fact]
    public async Task What_was_not_kept_is_said_so()
    {
        var gateway = FakeGateway.Answering("""{"transcripts":0}""");

        var table = await CliRun.WithAsync(gateway, "outcomes", "forget", "chatcmpl-1", "--tenant", "acme");
        var json = await CliRun.WithAsync(gateway, "outcomes", "forget", "chatcmpl-1", "--tenant", "acme", "--json");

        Assert.Equal("Nothing of it was kept.\n", table.Out);
        Assert.Equal(0, json.Json.GetProperty("transcripts").GetInt32());
    }

    [Theory]
    [InlineData("--tenant=acme")]
    [InlineData("chatcmpl-1", "--workload=tickets", "--tenant=acme")]
    public async Task Neither_or_both_are_refused(params string[] arguments)
    {
        var gateway = FakeGateway.Answering("{}");

        var run = await CliRun.WithAsync(gateway, ["outcomes", "forget", .. arguments]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("RESPONSE_ID", run.Error, StringComparison.Ordinal);
        Assert.Empty(gateway.Seen);
    }
}
