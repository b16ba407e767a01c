using System.Text.Json;
using Freehold.Cli.Tests.Support;
using Freehold.Client;

namespace Freehold.Cli.Tests.House;

/// <summary>The command line against a whole silo with a real local model.</summary>
public sealed class CliHouseTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task A_streamed_answer_is_the_text_of_the_whole_one()
    {
        string[] question = ["chat", "once upon a time", "--max-tokens", "12", "--temperature", "0"];

        var streamed = await silo.RunAsync(question);
        var whole = await silo.RunAsync([.. question, "--json"]);

        var completion = whole.Json.GetProperty("completion");
        Assert.Equal((0, 0), (streamed.ExitCode, whole.ExitCode));
        Assert.Equal(completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), streamed.Out[..^1]);
        Assert.Equal(12, completion.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("tiny", whole.Json.GetProperty("route").GetProperty("model").GetString());
        Assert.Equal(64, whole.Json.GetProperty("route").GetProperty("model_digest").GetString()!.Length);
    }

    [Fact]
    public async Task Verbose_names_the_model_and_the_tokens_as_the_log_has_them()
    {
        var run = await silo.RunAsync("chat", "hi", "--max-tokens", "3", "--seed", "1", "--verbose", "--label", "restricted");

        Assert.Contains("[tiny: auto", run.Error, StringComparison.Ordinal);
        Assert.Contains("Restricted", run.Error, StringComparison.Ordinal);
        Assert.Contains("+3 tokens", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_tenant_sees_its_own_outcomes_and_an_admin_sees_each()
    {
        var (first, firstKey) = await silo.NewTenantAsync();
        var (_, secondKey) = await silo.NewTenantAsync();
        var id = await AskAsync(firstKey);

        var own = await silo.RunAsAsync(firstKey, "outcomes", "list", "--json");
        var others = await silo.RunAsAsync(secondKey, "outcomes", "list", "--json");
        var named = await silo.RunAsAsync(secondKey, "outcomes", "list", "--id", id, "--json");
        var admins = await silo.RunAsync("outcomes", "list", "--tenant", first, "--json");

        Assert.Equal([id], IdsOf(own));
        Assert.Empty(IdsOf(others));
        Assert.Empty(IdsOf(named));
        Assert.Equal([id], IdsOf(admins));
    }

    [Fact]
    public async Task The_ledger_has_what_was_asked_and_the_audit_chain_who_made_the_key()
    {
        var (tenant, key) = await silo.NewTenantAsync();
        await AskAsync(key);
        await AskAsync(key);

        var ledger = await silo.RunAsAsync(key, "ledger", "--json");
        var entries = await silo.RunAsync("audit", "list", "-t", tenant, "--json");
        var verified = await silo.RunAsync("audit", "verify", "-t", tenant);

        var total = ledger.Json.GetProperty("total");
        Assert.Equal((2, 4), (total.GetProperty("attempts").GetInt64(), total.GetProperty("completion_tokens").GetInt64()));
        Assert.Equal(
            ["key.created", "tenant.created"],
            entries.Json.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Contains("whole: 2 entries", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenants_key_may_not_administer()
    {
        var (tenant, key) = await silo.NewTenantAsync();
        string[][] verbs =
        [
            ["tenants", "list"], ["models", "list", "--details"], ["policy", "show", "-t", tenant],
            ["keys", "create", "more", "-t", tenant], ["audit", "list", "-t", tenant], ["ledger", "-t", "default"],
        ];

        foreach (var verb in verbs)
        {
            var run = await silo.RunAsAsync(key, verb);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("HTTP 403", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_401_and_where_it_came_from()
    {
        var run = await silo.RunAsAsync("fh-default-nobody", "models", "list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("HTTP 401", run.Error, StringComparison.Ordinal);
        Assert.Contains("The key came from FREEHOLD_API_KEY.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_listed_without_their_secrets_and_show_when_they_were_revoked()
    {
        var (tenant, secret) = await silo.NewTenantAsync();
        var before = await silo.RunAsync("keys", "list", "-t", tenant, "--json");
        var keyId = before.Json.GetProperty("keys")[0].GetProperty("key_id").GetString()!;

        var revoked = await silo.RunAsync("keys", "revoke", keyId, "-t", tenant);
        var after = await silo.RunAsync("keys", "list", "-t", tenant, "--json");

        Assert.Equal(0, revoked.ExitCode);
        Assert.DoesNotContain(secret, before.Out, StringComparison.Ordinal);
        Assert.False(before.Json.GetProperty("keys")[0].TryGetProperty("revoked_at", out _));
        Assert.True(after.Json.GetProperty("keys")[0].TryGetProperty("revoked_at", out _));
    }

    [Fact]
    public async Task A_policy_goes_out_and_in_again_and_a_wrong_one_changes_nothing()
    {
        var (tenant, _) = await silo.NewTenantAsync();
        var shown = await silo.RunAsync("policy", "show", "-t", tenant);
        var changed = shown.Out.Replace("\"device\", \"onprem\"", "\"device\"", StringComparison.Ordinal);

        var set = await SetPolicyAsync(tenant, changed);
        var refused = await SetPolicyAsync(tenant, shown.Out.Replace("\"device\"", "\"moon\"", StringComparison.Ordinal));
        var now = await silo.RunAsync("policy", "show", "-t", tenant, "--json");

        Assert.Equal((0, 1), (set.ExitCode, refused.ExitCode));
        Assert.Contains("moon", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, now.Json.GetProperty("version").GetInt32());
        Assert.Equal(1, now.Json.GetProperty("effective").GetProperty("zones").GetProperty("confidential").GetArrayLength());
    }

    [Fact]
    public async Task Feedback_stands_by_its_outcome()
    {
        var (_, key) = await silo.NewTenantAsync();
        var id = await AskAsync(key);

        var given = await silo.RunAsAsync(key, "feedback", id, "--score", "0.5", "--label", "accepted");
        var listed = await silo.RunAsAsync(key, "outcomes", "list", "--id", id, "--json");

        var feedback = listed.Json.GetProperty("data")[0].GetProperty("feedback")[0];
        Assert.Equal(0, given.ExitCode);
        Assert.Equal((0.5, "accepted"), (feedback.GetProperty("score").GetDouble(), feedback.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Models_show_the_loaded_one_with_its_digest_and_context()
    {
        var names = await silo.RunAsync("models", "list", "--json");
        var details = await silo.RunAsync("models", "list", "--details", "--json");

        var tiny = details.Json.GetProperty("candidates")[0];
        Assert.Contains("tiny", names.Json.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Equal(("local", "device"), (tiny.GetProperty("kind").GetString(), tiny.GetProperty("zone").GetString()));
        Assert.Equal(256, tiny.GetProperty("context_length").GetInt32());
        Assert.Equal(64, tiny.GetProperty("digest").GetString()!.Length);
    }

    [Fact]
    public async Task Following_shows_a_request_that_comes_later()
    {
        var (_, key) = await silo.NewTenantAsync();
        var earlier = await AskAsync(key);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new WatchedWriter();

        var following = CliRun.WithAsync(
            FreeholdClient.Create, silo.Setting(key) with { Out = output }, stop.Token, "outcomes", "tail", "--follow", "--json");
        await output.LinesAsync(1);
        var later = await AskAsync(key);
        await output.LinesAsync(2);
        await stop.CancelAsync();
        var run = await following;

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([earlier, later], run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
    }

    private async Task<string> AskAsync(string key)
    {
        var run = await silo.RunAsAsync(key, "chat", "hi", "--max-tokens", "2", "--json");
        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        return run.Json.GetProperty("completion").GetProperty("id").GetString()!;
    }

    private Task<CliRun> SetPolicyAsync(string tenant, string json) => CliRun.WithAsync(
        FreeholdClient.Create, silo.Setting() with { Input = json }, TestContext.Current.CancellationToken,
        "policy", "set", "-", "-t", tenant);

    private static IEnumerable<string> IdsOf(CliRun run) =>
        run.Json.GetProperty("data").EnumerateArray().Select(outcome => outcome.GetProperty("id").GetString()!);
}
