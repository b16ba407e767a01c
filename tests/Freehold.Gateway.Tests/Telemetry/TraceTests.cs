using Freehold.Testing.Otlp;

namespace Freehold.Gateway.Tests.Telemetry;

/// <summary>
/// A request's trace has the whole way through the house: who was asked, what it cost, and that its outcome is in the log.
/// </summary>
[Collection(TelemetryRunGroup.Name)]
public sealed class TraceTests(TelemetryRun run)
{
    private const string LocalTree =
        """
        POST /v1/chat/completions [Server]
          route [Internal]
          chat tiny [Client]
            generate [Internal]
          append outcome [Internal]

        """;

    private const string ProviderTree =
        """
        POST /v1/chat/completions [Server]
          route [Internal]
          chat mock-model [Client]
            provider b [Internal]
              POST [Client]
          append outcome [Internal]

        """;

    [Theory]
    [InlineData("local", LocalTree)]
    [InlineData("local stream", LocalTree)]
    [InlineData("provider", ProviderTree)]
    [InlineData("provider stream", ProviderTree)]
    public void An_answer_has_one_span_for_each_step(string request, string tree)
    {
        var trace = run.TreeOf(request);

        Assert.Equal(tree, trace.Draw());
        Assert.Equal(tree.Count(c => c == '\n'), trace.Spans.Count); // Nothing hangs beside the tree.
        Assert.DoesNotContain(trace.Spans, span => span.IsError);
        Assert.All(trace.Spans.Where(span => span != trace.Server), span =>
        {
            var parent = Assert.Single(trace.Spans, other => other.SpanId == span.ParentId);
            Assert.InRange(span.StartUnixNs, parent.StartUnixNs, parent.EndUnixNs);
            Assert.InRange(span.EndUnixNs, span.StartUnixNs, parent.EndUnixNs);
        });
    }

    [Fact]
    public void The_server_span_says_who_asked_and_what_was_decided()
    {
        var server = run.TreeOf("local").Server;

        Assert.Equal("Microsoft.AspNetCore", server.Scope);
        Assert.Equal("", server.ParentId);
        Assert.Equal(
            ["POST", "/v1/chat/completions", "/v1/chat/completions", "200", "default", "Internal", "named", "completed", run.LocalId],
            Values(server,
                "http.request.method", "http.route", "url.path", "http.response.status_code", "freehold.tenant", "freehold.label",
                "freehold.decision", "freehold.outcome.status", "gen_ai.response.id"));
    }

    [Fact]
    public void A_local_attempt_follows_the_conventions_for_generative_models()
    {
        var tree = run.TreeOf("local");
        var chat = tree.Single("chat tiny");

        Assert.Equal("Freehold", chat.Scope);
        Assert.Equal(
            ["chat", "freehold", "tiny", "tiny", run.LocalId, "12", "0", "1", "device", "answered"],
            Values(chat,
                "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.id",
                "gen_ai.request.max_tokens", "gen_ai.request.temperature", "freehold.attempt", "freehold.zone", "freehold.attempt.result"));
        Assert.IsType<object?[]>(chat.Attributes["gen_ai.response.finish_reasons"]);
        Assert.Contains(chat["gen_ai.response.finish_reasons"], (string[])["stop", "length"]);
        Assert.True((long)chat.Attributes["gen_ai.usage.input_tokens"]! > 0);
        Assert.InRange((long)chat.Attributes["gen_ai.usage.output_tokens"]!, 1, 12);

        var generate = tree.Single("generate");
        Assert.Equal(chat.Attributes["gen_ai.usage.output_tokens"], generate.Attributes["gen_ai.usage.output_tokens"]);
        Assert.True((double)generate.Attributes["freehold.queue_time_ms"]! >= 0);
        Assert.EndsWith("/cpu0", generate["freehold.worker"], StringComparison.Ordinal);
        Assert.Equal(["first tokens"], generate.Events);
    }

    [Theory]
    [InlineData("provider")]
    [InlineData("provider stream")]
    public void A_providers_attempt_has_what_the_upstream_told(string request)
    {
        var tree = run.TreeOf(request);
        var chat = tree.Single("chat mock-model");

        Assert.Equal(
            ["chat", "b", "mock-model", "mock-model-2024-07-18", "stop", "13", "14", "b/mock-model", "any", "13"],
            Values(chat, "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model",
                "gen_ai.response.finish_reasons", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "freehold.candidate",
                "freehold.zone", "freehold.cost_micro_usd"));
        var provider = tree.Single("provider b");
        Assert.Equal([run.Upstream.BaseUrl.Host, $"{run.Upstream.BaseUrl.Port}"], Values(provider, "server.address", "server.port"));
        Assert.Equal("System.Net.Http", tree.Single("POST").Scope);
    }

    [Fact]
    public void The_append_comes_last_and_names_the_outcome()
    {
        var tree = run.TreeOf("provider");
        var append = tree.Single("append outcome");

        Assert.True(append.StartUnixNs >= tree.Single("chat mock-model").EndUnixNs);
        Assert.Equal([run.ProviderId, "completed"], Values(append, "gen_ai.response.id", "freehold.outcome.status"));
        Assert.True((long)append.Attributes["freehold.log.sequence"]! > 0);
        Assert.StartsWith("default/", append["freehold.log"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fallback_shows_as_two_attempts_of_which_the_first_failed()
    {
        var tree = run.TreeOf("fallback");

        Assert.Equal(
            """
            POST /v1/chat/completions [Server]
              route [Internal]
              chat mock-model [Client]
                provider a [Internal]
                  POST [Client]
              chat mock-model [Client]
                provider b [Internal]
                  POST [Client]
              append outcome [Internal]

            """,
            tree.Draw());
        var attempts = tree.ChildrenOf(tree.Server).Where(span => span.Name == "chat mock-model").ToArray();
        Assert.Equal([true, false], attempts.Select(span => span.IsError));
        string[] told = ["freehold.attempt", "gen_ai.provider.name", "freehold.attempt.result", "error.type"];
        Assert.Equal(["1", "a", "failed", "server_error"], Values(attempts[0], told));
        Assert.Equal(["2", "b", "answered", null], Values(attempts[1], told));
        Assert.False(tree.Server.IsError);
    }

    [Fact]
    public void A_refused_request_has_an_outcome_and_no_attempt()
    {
        var tree = run.TreeOf("refused");

        Assert.Equal(["route", "append outcome"], tree.ChildrenOf(tree.Server).Select(span => span.Name));
        Assert.Equal(["403", "refused"], Values(tree.Server, "http.response.status_code", "freehold.outcome.status"));
        Assert.StartsWith("refused:", tree.Server["freehold.decision"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_clients_trace_goes_on_to_the_upstream_and_nothing_else_of_it_does()
    {
        var tree = run.TreeOf("provider stream");

        Assert.Equal((TelemetryRun.ClientTraceId, TelemetryRun.ClientSpanId), (tree.Server.TraceId, tree.Server.ParentId));
        var sent = Assert.Single(run.Upstream.Requests, request =>
            request.TraceHeaders.GetValueOrDefault("traceparent", "").Contains(TelemetryRun.ClientTraceId, StringComparison.Ordinal));
        Assert.Equal($"00-{TelemetryRun.ClientTraceId}-{tree.Single("POST").SpanId}-01", Assert.Single(sent.TraceHeaders).Value);
    }

    private static IEnumerable<string?> Values(OtlpSpan span, params string[] names) => names.Select(name => span[name]);
}
