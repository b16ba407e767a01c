using System.Net;
using Freehold.Cli.Tests.Support;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class AdminVerbTests
{
    private const string Tenant = """{"tenant":"acme","display_name":"Acme","created_at":"2026-01-02T03:04:05+00:00"}""";
    private const string Key = """
        {"key_id":"k1","name":"app","roles":["inference"],"created_at":"2026-01-02T03:04:05+00:00","secret":"fh-acme-s"}
        """;

    private const string Policy =
        """{"version":3,"document":"default_label: internal\nexploration: 0.05\n","effective":{"default_label":"internal","exploration":0.05}}""";

    [Fact]
    public async Task Tenants_are_listed_as_a_table_or_as_the_gateways_own_json()
    {
        var gateway = FakeGateway.Answering($$"""{"tenants":[{{Tenant}}]}""");

        var table = await CliRun.WithAsync(gateway, "tenants", "list");
        var json = await CliRun.WithAsync(gateway, "tenants", "list", "--json");

        Assert.Contains("acme", table.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("2026-01-02 03:04:05Z", table.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("acme", json.Json.GetProperty("tenants")[0].GetProperty("tenant").GetString());
    }

    [Fact]
    public async Task A_tenant_is_made_from_its_name_and_display_name()
    {
        var gateway = FakeGateway.Answering(Tenant, HttpStatusCode.Created);

        var run = await CliRun.WithAsync(gateway, "tenants", "create", "acme", "--display-name", "Acme");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("POST", "/admin/tenants"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        Assert.Equal("""{"tenant":"acme","display_name":"Acme"}""", gateway.Seen[0].Body);
    }

    [Fact]
    public async Task A_new_keys_secret_is_all_that_goes_to_stdout()
    {
        var gateway = FakeGateway.Answering(Key, HttpStatusCode.Created);

        var run = await CliRun.WithAsync(gateway, "keys", "create", "app", "--tenant", "acme");

        Assert.Equal("fh-acme-s\n", run.Out);
        Assert.Contains("k1", run.Error, StringComparison.Ordinal);
        Assert.Equal("/admin/tenants/acme/keys", gateway.Seen[0].PathAndQuery);
        Assert.Equal("""{"name":"app","role":"inference"}""", gateway.Seen[0].Body);
    }

    [Fact]
    public async Task A_key_is_revoked_by_its_id()
    {
        var gateway = new FakeGateway(_ => new HttpResponseMessage(HttpStatusCode.NoContent));

        var run = await CliRun.WithAsync(gateway, "keys", "revoke", "k/1", "-t", "acme", "--json");

        Assert.Equal(("DELETE", "/admin/tenants/acme/keys/k%2F1"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        Assert.Equal("k/1", run.Json.GetProperty("revoked").GetString());
    }

    [Fact]
    public async Task What_policy_show_writes_policy_set_reads()
    {
        using var folder = new TempFolder();
        var gateway = FakeGateway.Answering(Policy);
        var shown = await CliRun.WithAsync(gateway, "policy", "show");
        var file = folder["policy.yaml"];
        await File.WriteAllTextAsync(file, shown.Out, TestContext.Current.CancellationToken);

        var set = await CliRun.WithAsync(gateway, "policy", "set", file);
        var piped = await CliRun.WithAsync(gateway, new CliSetting { Input = shown.Out }, "policy", "set", "-");

        Assert.Equal("default_label: internal\nexploration: 0.05\n", shown.Out);
        Assert.Equal((0, 0), (set.ExitCode, piped.ExitCode));
        Assert.Equal(("PUT", "/admin/tenants/default/policy"), (gateway.Seen[1].Method, gateway.Seen[1].PathAndQuery));
        Assert.Equal(shown.Out, gateway.Seen[1].Body);
        Assert.Equal(shown.Out, gateway.Seen[2].Body);
    }

    [Fact]
    public async Task Policy_show_writes_the_values_that_hold()
    {
        var effective = await CliRun.WithAsync(FakeGateway.Answering(Policy), "policy", "show", "--effective");
        var json = await CliRun.WithAsync(FakeGateway.Answering(Policy), "policy", "show", "--json");

        Assert.Equal(0.05, effective.Json.GetProperty("exploration").GetDouble());
        Assert.Equal(3, json.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Policy_check_names_every_fault_with_its_place_and_needs_no_gateway()
    {
        var setting = new CliSetting { Input = "zones:\n  internal: [moon]\nexploration: 2\n" };

        var run = await CliRun.WithAsync(FakeGateway.Answering("{}"), setting, "policy", "check", "-");
        var json = await CliRun.WithAsync(FakeGateway.Answering("{}"), setting, "policy", "check", "-", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("-:2:14: zones.internal: unknown zone 'moon'", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("-:3:14: exploration: ", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal("freehold: - has 2 faults.\n", run.Error);
        Assert.Equal([2, 3], json.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Policy_check_says_what_a_valid_policy_holds()
    {
        var setting = new CliSetting { Input = "rules: [{name: hi, exact: hi, answer: hello}]\nworkloads: {a: {}, b: {rules: [{name: c, exact: c, answer: d}]}}" };

        var run = await CliRun.WithAsync(FakeGateway.Answering("{}"), setting, "policy", "check", "-");

        Assert.Equal((0, "- is a valid policy: 2 workloads, 2 rules.\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Model_details_show_prices_figures_and_why_one_cannot_answer()
    {
        var gateway = FakeGateway.Answering("""
            {"candidates":[{"id":"stories","kind":"local","zone":"device","model":"stories","digest":"0123456789abcdef",
            "context_length":2048,
            "prompt_micro_usd_per_million":150000,"completion_micro_usd_per_million":600000,"automatic":true,"unavailable":"truncated file",
            "figures":{"requests":12,"errors":1,"latency_p95_ms":34.56,"mean_confidence":-0.51,"cost_micro_usd":7,
            "prompt_tokens":1,"completion_tokens":2}}]}
            """);

        var run = await CliRun.WithAsync(gateway, "models", "list", "--details");

        Assert.Equal("/admin/models", gateway.Seen[0].PathAndQuery);
        string[] cells = ["0123456789ab ", "2,048", "$0.15", "$0.60", "12", "34.6 ms", "-0.51", "$0.000007", "truncated file"];
        foreach (var cell in cells)
            Assert.Contains(cell, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_models_a_note_says_how_to_add_one_and_stdout_stays_empty()
    {
        var run = await CliRun.WithAsync(FakeGateway.Answering("""{"object":"list","data":[]}"""), "models", "list");

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Contains("--model NAME=PATH", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_carries_score_label_and_comment()
    {
        var gateway = FakeGateway.Answering("""{"response_id":"chatcmpl-1","created":1,"object":"feedback"}""");

        var run = await CliRun.WithAsync(gateway, "feedback", "chatcmpl-1", "--score", "0", "--label", "accepted", "--comment", "ok");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("""{"response_id":"chatcmpl-1","score":0,"label":"accepted","comment":"ok"}""", gateway.Seen[0].Body);
    }
}
