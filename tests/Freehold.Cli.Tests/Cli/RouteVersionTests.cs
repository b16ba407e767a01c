using System.Net;
using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class RouteVersionTests
{
    private const string InForce = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string View = $$"""
        {"sequence":900,"in_force":"{{InForce}}","rewards_since_training":12,"regret_per_decision":-0.0123,"compared_decisions":345,
        "versions":[{"id":"{{InForce}}","number":2,"status":"in_force","reason":"ships: better by 0.05","sequence":880,"at":"2030-05-06T07:08:09Z"}],
        "drifts":[{"workload":"triage","model":"tiny","direction":"worse","since":700}]}
        """;

    [Fact]
    public async Task Versions_are_listed_with_why_each_is_where_it_is()
    {
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(gateway, "route", "versions", "--tenant", "acme");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("GET", "/admin/tenants/acme/routing/versions"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        string[] texts = ["0123456789ab", "in_force", "ships: better by 0.05", "-0.0123", "345", "tiny is worse since event 700, on triage."];
        Assert.All(texts, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("012345", InForce)] // The first digits of the version in force name it.
    [InlineData("01234", "01234")] // So few may be a slip of the hand: the gateway refuses them.
    [InlineData("fedcba987654", "fedcba987654")]
    public async Task A_rollback_names_the_version_that_it_takes_back(string given, string asked)
    {
        var gateway = FakeGateway.Answering(View);

        var run = await CliRun.WithAsync(gateway, "route", "rollback", given, "--tenant", "acme");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("POST", "/admin/tenants/acme/routing/rollback"), (gateway.Seen[^1].Method, gateway.Seen[^1].PathAndQuery));
        Assert.Equal($$"""{"version":"{{asked}}"}""", gateway.Seen[^1].Body);
    }

    [Fact]
    public async Task A_version_that_is_not_in_force_is_an_error_that_says_so()
    {
        var gateway = new FakeGateway(seen => seen.Method == "GET"
            ? FakeGateway.Json(View)
            : FakeGateway.Json("""{"error":{"message":"That version is not in force.","type":"invalid_request_error","code":"not_in_force"}}""", HttpStatusCode.Conflict));

        var run = await CliRun.WithAsync(gateway, "route", "rollback", "fedcba987654", "--tenant", "acme");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("not in force", run.Error, StringComparison.Ordinal);
    }
}
