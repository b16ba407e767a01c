using System.Net;
using System.Text.Json;
using Freehold.Cluster.Tests.Support;
using Freehold.Testing;
using Freehold.Testing.Otlp;
using Freehold.Testing.Postgres;

namespace Freehold.Cluster.Tests.Membership;

/// <summary>A gateway, a control silo and a worker, each a process of its own: one request goes through all three.</summary>
public sealed class RolesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_goes_from_gateway_to_router_to_worker_and_its_trace_shows_it()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1, new TinyLlamaShape());
        await using var collector = await OtlpReceiver.StartAsync(Stop);
        var database = PostgresServer.Shared.CreateDatabase();
        (string, string)[] telemetry =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.HttpEndpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ];
        using var worker = await Node.StartAsync(database, "hand", telemetry, Stop, "--roles", "worker", "--model", $"tiny={folder["tiny.gguf"]}");
        Assert.Contains("No silo with the role 'control' is there yet", worker.Output, StringComparison.Ordinal);
        using var control = await Node.StartAsync(database, "head", telemetry, Stop, "--roles", "control");
        using var gateway = await Node.StartAsync(database, "door", telemetry, Stop, "--roles", "gateway");

        var answer = await PostAsync(gateway.Url, """{"model":"tiny","messages":[{"role":"user","content":"Hello"}],"max_completion_tokens":4}""");
        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString(), StringComparison.Ordinal);
        string[] steps = ["POST /v1/chat/completions", "route", "chat tiny", "generate", "append outcome"];
        await collector.WaitAsync(received => steps.All(step => received.Spans.Any(span => span.Name == step)), Stop);

        // A request before the worker's model was announced has a trace of its own.
        var trace = collector.Spans.Single(span => span.Name == "generate").TraceId;
        await collector.WaitAsync(received => steps.All(step => received.Spans.Any(span => span.Name == step && span.TraceId == trace)), Stop);
        var spans = steps.ToDictionary(step => step, step => collector.Spans.Single(span => span.Name == step && span.TraceId == trace));
        Assert.Equal(spans[steps[0]].SpanId, spans["route"].ParentId);
        Assert.Equal(spans[steps[0]].SpanId, spans["chat tiny"].ParentId);
        Assert.Equal(spans["chat tiny"].SpanId, spans["generate"].ParentId);
        Assert.Equal(spans[steps[0]].SpanId, spans["append outcome"].ParentId);
        Assert.Equal(0, await gateway.TerminateAsync(Stop));
        Assert.Equal(0, await worker.TerminateAsync(Stop));
        Assert.Equal(0, await control.TerminateAsync(Stop));
    }

    private static async Task<JsonElement> PostAsync(Uri url, string body)
    {
        using var http = Node.NewClient(url);
        for (var tries = 1; ; tries++)
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, Stop);
            var text = await response.Content.ReadAsStringAsync(Stop);
            if (response.IsSuccessStatusCode)
            {
                return JsonElement.Parse(text);
            }

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable && tries < 40, text);
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Stop);
        }
    }
}
