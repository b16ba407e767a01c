using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class AuditVerbTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public async Task Entries_are_listed_with_who_did_what()
    {
        var gateway = FakeGateway.Answering($$"""
            {"object":"list","has_more":false,"data":[{"sequence":3,"operation_id":"op-1","at":"2026-01-02T03:04:05+00:00","actor":"default/admin",
             "action":"key.revoked","subject":"key-1","detail":"{\"name\":\"app\"}","previous_hash":"{{Hash}}","hash":"{{Hash}}"}]}
            """);

        var table = await CliRun.WithAsync(gateway, "audit", "list", "-t", "acme", "--limit", "5", "--before", "9");
        var json = await CliRun.WithAsync(gateway, "audit", "list", "--json");

        Assert.Equal("/admin/tenants/acme/audit?limit=5&before=9", gateway.Seen[0].PathAndQuery);
        foreach (var cell in (string[])["2026-01-02 03:04:05Z", "default/admin", "key.revoked", "key-1", "{\"name\":\"app\"}", "aaaaaaaaaaaa"])
            Assert.Contains(cell, table.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("{\"name\":\"app\"}", json.Json.GetProperty("data")[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_whole_chain_gives_its_head_to_keep()
    {
        var gateway = FakeGateway.Answering($$"""{"whole":true,"entries":3,"head":"3:{{Hash}}"}""");

        var run = await CliRun.WithAsync(gateway, "audit", "verify", "-t", "acme", "--head", $"2:{Hash}");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"/admin/tenants/acme/audit/verify?head=2%3A{Hash}", gateway.Seen[0].PathAndQuery);
        Assert.Contains("whole: 3 entries", run.Out, StringComparison.Ordinal);
        Assert.Contains($"3:{Hash}", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_chain_ends_with_1_and_where_it_is_broken(bool json)
    {
        var gateway = FakeGateway.Answering("""{"whole":false,"entries":4,"broken_sequence":5,"reason":"it is missing"}""");

        var run = await CliRun.WithAsync(gateway, json ? ["audit", "verify", "--json"] : ["audit", "verify"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("broken at entry 5: it is missing", run.Error, StringComparison.Ordinal);
        Assert.Equal(json, run.Out.Contains("\"broken_sequence\":5", StringComparison.Ordinal));
    }
}
