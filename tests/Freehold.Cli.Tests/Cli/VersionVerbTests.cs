using System.Text.Json;
using Freehold.Cli.Tests.Support;
using Freehold.Testing;

namespace Freehold.Cli.Tests.Cli;

public sealed class VersionVerbTests
{
    private static readonly string A = "abcdef" + new string('0', 58), B = "abcdef" + new string('1', 58);

    private static readonly string View = $$"""
        {"name":"*/tiny","revision":7,"current":"{{A}}","previous":"{{B}}","pinned":false,"versions":[
        {"digest":"{{A}}","kind":"model","parents":[],"quarantined":false,"approved":true,"approvals":[],"approvals_needed":0,"frozen":true,
        "created_at":"2030-05-06T07:08:09Z","registered_by":"default/ann"},
        {"digest":"{{B}}","kind":"model","parents":[],"quarantined":true,"approved":false,"approvals":[{"by":"default/bob","at":"2030-05-06T07:08:09Z"}],
        "approvals_needed":2,"frozen":false,"created_at":"2030-05-06T07:08:09Z","registered_by":"default/ann"}]}
        """;

    [Fact]
    public async Task Versions_are_listed_with_their_state()
    {
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(gateway, "models", "versions", "tiny");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(("GET", "/admin/models/tiny/versions"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        string[] texts = ["version abcdef000000 is current", "current, frozen, approved", "quarantined", "1/2", "default/ann"];
        Assert.All(texts, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("approve", "POST", "/approve")]
    [InlineData("freeze", "POST", "/freeze")]
    [InlineData("drop", "DELETE", "")]
    public async Task A_students_version_is_named_by_its_tenant_and_its_first_digits(string verb, string method, string action)
    {
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(gateway, "models", verb, "support/triage", "abcdef1", "--tenant", "acme");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            (method, $"/admin/tenants/acme/students/support%2Ftriage/versions/{B}{action}"),
                (gateway.Seen[^1].Method, gateway.Seen[^1].PathAndQuery));
    }

    [Theory]
    [InlineData("use", "current")]
    [InlineData("freeze", "pin", "--pin")]
    public async Task A_models_version_is_put_in_its_place(string verb, string action, params string[] more)
    {
        var gateway = FakeGateway.Answering(View);

        await CliRun.WithAsync(gateway, ["models", verb, "tiny", B, .. more]);

        Assert.Equal(("POST", $"/admin/models/tiny/versions/{B}/{action}"), (gateway.Seen[^1].Method, gateway.Seen[^1].PathAndQuery));
    }

    [Fact]
    public async Task A_roll_back_names_the_version_that_it_takes_back()
    {
        var gateway = FakeGateway.Answering(View);

        await CliRun.WithAsync(gateway, "models", "rollback", "tiny");

        Assert.Equal(("POST", "/admin/models/tiny/rollback"), (gateway.Seen[^1].Method, gateway.Seen[^1].PathAndQuery));
        Assert.Equal($$"""{"version":"{{A}}"}""", gateway.Seen[^1].Body);
    }

    [Theory]
    [InlineData("names 2 versions", "approve", "tiny", "abcdef")]
    [InlineData("slip of the hand", "approve", "tiny", "abcd")]
    [InlineData("--pin", "freeze", "triage", "abcdef1", "--tenant", "acme", "--pin")]
    public async Task What_could_be_a_slip_is_not_sent(string part, params string[] args)
    {
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(gateway, ["models", .. args]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.All(gateway.Seen, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_lineage_is_told_step_by_step()
    {
        var gateway = new FakeGateway(seen => FakeGateway.Json(seen.PathAndQuery.EndsWith("/lineage", StringComparison.Ordinal)
            ? $$"""{"digest":"{{A}}","steps":[{"step":"dataset","subject":"{{B}}"},{"step":"canary","subject":"{{A}}","at":"2030-05-06T07:08:09Z","detail":"5 %"}]}"""
            : View));

        var run = await CliRun.WithAsync(gateway, "models", "lineage", "triage", A, "--tenant", "acme");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("(?s)dataset.*canary.*5 %", run.Out);
    }

    [Fact]
    public async Task A_model_is_vetted_and_then_registered_with_its_report()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["m.gguf"], seed: 1);
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(
            gateway, "models", "register", folder["m.gguf"], "--name", "tiny", "--location", "tiny/2", "--licence", "mit", "--report",
                folder["report.json"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(("POST", "/admin/models/tiny/versions"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        var sent = JsonDocument.Parse(gateway.Seen[0].Body).RootElement;
        var report = File.ReadAllBytes(folder["report.json"]);
        Assert.Equal(Sha256(report), sent.GetProperty("vetting_report").GetString());
        Assert.Equal(Sha256(File.ReadAllBytes(folder["m.gguf"])), sent.GetProperty("digest").GetString());
        Assert.Equal("tiny/2", sent.GetProperty("location").GetString());
    }

    [Fact]
    public async Task What_is_refused_is_not_registered()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1);
        File.WriteAllText(Path.Combine(folder["hf"], "modeling.py"), "import os");
        var silent = new FakeGateway(_ => throw new InvalidOperationException("No gateway may be asked."));

        var run = await CliRun.WithAsync(silent, "models", "register", folder["hf"], "--name", "x", "--report", folder["report.json"]);
        var vet = await CliRun.WithAsync(silent, "models", "vet", folder["hf"], "--json");
        var import = await CliRun.WithAsync(silent, "models", "import", folder["hf"], "--quantize", "f16", "--out", folder["out.gguf"]);

        Assert.Equal([1, 1, 1], new[] { run.ExitCode, vet.ExitCode, import.ExitCode });
        Assert.Equal("refused", vet.Json.GetProperty("verdict").GetString());
        Assert.Equal("refused", vet.Json.GetProperty("findings")[0].GetProperty("severity").GetString()!.ToLowerInvariant());
        Assert.Contains("modeling.py", import.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.gguf"]));
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
