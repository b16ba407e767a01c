using Freehold.Testing.Otlp;

namespace Freehold.Gateway.Tests.Telemetry;

/// <summary>Metrics, logs and what must be in none of them.</summary>
[Collection(TelemetryRunGroup.Name)]
public sealed class MetricTests(TelemetryRun run)
{
    [Fact]
    public void Every_attempt_is_in_the_duration_and_every_counted_answer_in_the_token_usage()
    {
        var durations = Last("gen_ai.client.operation.duration");

        Assert.Equal(
            ["chat a mock-model server_error: 1", "chat b mock-model: 3", "chat freehold tiny: 2", "text_completion freehold tiny: 1"],
            durations.Select(point => $"{WhatOf(point)}: {point.Count}").Order(StringComparer.Ordinal));
        Assert.All(durations, point => Assert.Equal("s", point.Unit));
        Assert.All(durations, point => Assert.InRange(point.Sum, 0.000_01, 60));
        Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], durations[0].Bounds);

        var tokens = Last("gen_ai.client.token.usage").Where(point => point["gen_ai.provider.name"] == "b")
            .ToDictionary(point => point["gen_ai.token.type"]!);
        Assert.Equal((3, 3 * 13.0), (tokens["input"].Count, tokens["input"].Sum));
        Assert.Equal((3, 3 * 14.0), (tokens["output"].Count, tokens["output"].Sum));
        Assert.Equal("{token}", tokens["input"].Unit);
    }

    [Fact]
    public void A_local_model_tells_its_time_to_the_first_token_and_for_each_token_after_it()
    {
        var first = Last("gen_ai.server.time_to_first_token");
        var total = Last("gen_ai.server.request.duration");

        Assert.Equal([2, 1], first.OrderByDescending(point => point.Count).Select(point => point.Count));
        Assert.All(first, point => Assert.Equal(("freehold", "tiny"), (point["gen_ai.provider.name"], point["gen_ai.request.model"])));
        Assert.True(first.Sum(point => point.Sum) <= total.Sum(point => point.Sum));
        Assert.NotEmpty(Last("gen_ai.server.time_per_output_token"));
    }

    [Fact]
    public void The_house_counts_outcomes_fallbacks_and_refusals()
    {
        Assert.Equal(7, Assert.Single(Last("freehold.outcome.append.duration")).Count);
        Assert.Equal(("failed", 1), ValueOf("freehold.fallbacks", by: "freehold.reason"));
        Assert.Equal(("label_forbids_zone", 1), ValueOf("freehold.route.refusals", by: "freehold.reason"));
        Assert.Equal(("tiny", 0), ValueOf("freehold.worker.queue.depth", by: "gen_ai.request.model"));
    }

    [Theory]
    [InlineData("http.server.request.duration")]
    [InlineData("http.client.request.duration")]
    [InlineData("kestrel.active_connections")]
    [InlineData("dotnet.gc.collections")]
    public void The_platforms_own_metrics_come_along(string metric) => Assert.NotEmpty(Last(metric));

    [Fact]
    public void No_metric_has_a_tenant_or_a_request()
    {
        string[] unbounded = ["freehold.tenant", "freehold.request.id", "gen_ai.response.id", "freehold.decision"];

        Assert.All(run.Received.Points, point => Assert.DoesNotContain(point.Attributes.Keys, unbounded.Contains));
    }

    [Fact]
    public void A_log_record_carries_the_ids_of_its_request()
    {
        var server = run.TreeOf("local").Server;

        var record = run.Received.Logs.First(log => log.TraceId == server.TraceId);
        Assert.Equal((server.SpanId, "Microsoft.AspNetCore.Routing.EndpointMiddleware"), (record.SpanId, record.Category));
        Assert.Contains(run.Received.Logs, log =>
            log.TraceId == "" && log.Body.StartsWith("Freehold listens on", StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_names_itself_and_takes_attributes_from_the_environment()
    {
        var resources = run.Received.Spans.Select(span => span.Resource).Concat(run.Received.Logs.Select(log => log.Resource))
            .Concat(run.Received.Points.Select(point => point.Resource)).ToArray();

        Assert.All(resources, resource =>
            Assert.Equal(("freehold", "test"), (resource.Text("service.name"), resource.Text("deployment.environment.name"))));
        Assert.Single(resources.Select(resource => resource.Text("service.instance.id")).Distinct());
    }

    [Fact]
    public void No_prompt_no_answer_and_no_key_is_in_anything_that_was_sent()
    {
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Received.HasReceived("chat tiny")); // What is searched is what was received.
        Assert.True(run.LocalAnswer.Length > 8);
        Assert.All(
            (string[])[TelemetryRun.Prompt, run.LocalAnswer, "thank you", "word3", Support.House.AdminKey, "somebody"],
            secret => Assert.False(run.Received.HasReceived(secret), secret));
    }

    [Fact]
    public void Health_checks_leave_no_span() => Assert.DoesNotContain(
        run.Received.Spans, span => span["url.path"] == "/healthz" || span.Name.Contains("Hosting", StringComparison.Ordinal));

    private static string WhatOf(OtlpPoint point) =>
        $"{point["gen_ai.operation.name"]} {point["gen_ai.provider.name"]} {point["gen_ai.request.model"]} {point["error.type"]}".TrimEnd();

    private (string? By, double Value) ValueOf(string metric, string by) =>
        Assert.Single(Last(metric).Select(point => (point[by], point.Value)));

    private IReadOnlyList<OtlpPoint> Last(string metric) =>
    [
        .. run.Received.Points.Where(point => point.Metric == metric)
            .GroupBy(point => string.Join(';', point.Attributes.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={point[key]}")))
            .Select(series => series.Last()),
    ];
}
