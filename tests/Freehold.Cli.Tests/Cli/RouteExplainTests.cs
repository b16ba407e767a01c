using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class RouteExplainTests
{
    private const string Explanation = """
        {"object":"route.explanation","label":"Confidential","sensitive_kinds":["person","email_address"],"redaction":"none","workload":"triage",
        "workload_confidence":0.87,"policy_version":4,"weights_version":"0123456789abcdef","prompt_tokens":12,"decision":"auto: cheapest within the limits",
        "candidates":[{"id":"tiny","zone":"device","allowed":true,"reason":"cheapest within the limits","expected_quality":0.71,"quality_deviation":0.03,
        "expected_cost_micro_usd":0,"expected_latency_ms":412.5,"propensity":0.95,"keep_at_probability":0.8},
        {"id":"up/gpt","allowed":false,"reason":"label Confidential may not go to zone any","expected_cost_micro_usd":2100,"propensity":0}]}
        """;

    [Fact]
    public async Task A_table_shows_everybody_who_was_considered()
    {
        var gateway = FakeGateway.Answering(Explanation);

        var run = await CliRun.WithAsync(gateway, "route", "explain", "Who is Anna?", "--workload", "triage", "--label", "internal");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("POST", "/v1/route/explain"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        Assert.Equal("""{"prompt":"Who is Anna?"}""", gateway.Seen[0].Body);
        string[] texts =
        [
            "auto: cheapest within the limits", "Confidential (person, email_address)", "triage, confidence 0.87", "none answers", "weights 0123456789ab",
            "0.71 ± 0.03", "$0.00", "412.5 ms", "0.95", "0.80", "label Confidential may not go to zone any", "$0.0021",
        ];
        Assert.All(texts, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_the_gateways_own_and_the_prompt_may_come_from_a_pipe()
    {
        var gateway = FakeGateway.Answering(Explanation);

        var run = await CliRun.WithAsync(gateway, new CliSetting { Input = "from the pipe" }, "route", "explain", "-", "--model", "tiny", "--json");

        Assert.Equal("""{"prompt":"from the pipe","model":"tiny"}""", gateway.Seen[0].Body);
        Assert.Equal("up/gpt", run.Json.GetProperty("candidates")[1].GetProperty("id").GetString());
    }
}
