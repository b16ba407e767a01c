using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class UsageTests
{
    private static readonly FakeGateway Silent = new(_ => throw new InvalidOperationException("Nothing may be sent."));

    [Theory]
    [InlineData("tenants")]
    [InlineData("chatter", "hi")]
    [InlineData("chat", "--label", "secret", "hi")]
    [InlineData("chat", "--max-tokens", "many", "hi")]
    [InlineData("feedback", "chatcmpl-1")]
    [InlineData("outcomes", "tail", "--lines", "0")]
    [InlineData("keys", "create")]
    [InlineData("keys", "create", "x", "--role", "root")]
    [InlineData("chat", "--url", "localhost:80", "hi")]
    [InlineData("chat", "--key", "two words", "hi")]
    [InlineData("policy", "set", "/no/such/file")]
    public async Task A_wrong_command_line_ends_with_2_and_one_line_on_stderr(params string[] args)
    {
        var run = await CliRun.WithAsync(Silent, args);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.StartsWith("freehold: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent_and_the_message_names_the_variable()
    {
        var run = await CliRun.WithAsync(Silent, new CliSetting { Environment = [] }, "chat", "hi");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("FREEHOLD_API_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_never_stands_in_a_message()
    {
        var run = await CliRun.WithAsync(Silent, "chat", "--key", "fh-sec ret", "hi");

        Assert.DoesNotContain("sec", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_arguments_show_the_help()
    {
        var run = await CliRun.WithAsync(Silent);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("outcomes", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("tenants", "create")]
    [InlineData("keys", "revoke")]
    [InlineData("policy", "set")]
    [InlineData("models", "list")]
    [InlineData("outcomes", "tail")]
    [InlineData("feedback")]
    [InlineData("db", "upgrade")]
    public async Task Every_verb_has_help_and_takes_json(params string[] verb)
    {
        var run = await CliRun.WithAsync(Silent, [.. verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--json", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models", "list", "Bearer api")]
    [InlineData("tenants", "list", "Bearer admin")]
    public async Task Of_two_keys_in_the_environment_administration_takes_the_admins(string group, string verb, string expected)
    {
        var gateway = FakeGateway.Answering("""{"object":"list","data":[],"tenants":[]}""");
        var both = new Dictionary<string, string> { ["FREEHOLD_API_KEY"] = "api", ["FREEHOLD_ADMIN_KEY"] = "admin" };

        await CliRun.WithAsync(gateway, new CliSetting { Environment = both }, group, verb);

        Assert.Equal(expected, gateway.Seen.Single().Authorization);
    }

    [Fact]
    public async Task The_admins_key_serves_where_there_is_no_other_and_the_option_beats_both()
    {
        var gateway = FakeGateway.Answering("""{"object":"list","data":[]}""");
        var environment = new Dictionary<string, string> { ["FREEHOLD_ADMIN_KEY"] = "admin" };

        await CliRun.WithAsync(gateway, new CliSetting { Environment = environment }, "models", "list");
        await CliRun.WithAsync(gateway, new CliSetting { Environment = environment }, "models", "list", "--key", "given");

        Assert.Equal(["Bearer admin", "Bearer given"], gateway.Seen.Select(request => request.Authorization));
    }
}
