using System.Net;
using System.Net.Sockets;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;
using Freehold.Testing.Otlp;

namespace Freehold.Gateway.Tests.Telemetry;

/// <summary>Telemetry is asked for by one variable; without it there is none, and a wrong value is told at start.</summary>
public sealed class TelemetryStartTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_endpoint_alone_is_enough_and_the_protocol_is_then_grpc()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Stop);
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, ["--Freehold:Starter", "false"],
            [(Endpoint, receiver.GrpcEndpoint), ("OTEL_SERVICE_NAME", "ours")]);
        using var client = new ApiClient(silo.Url, House.AdminKey);

        (await client.ChatAsync("auto")).Expect(503);
        Assert.Equal(0, await silo.TerminateAsync());

        Assert.Equal(3, receiver.Paths.Count(path => path.StartsWith("/opentelemetry.proto.collector.", StringComparison.Ordinal)));
        var server = Assert.Single(receiver.Spans, span => span.Kind == OtlpSpanKind.Server);
        Assert.Equal(("ours", "503"), (server.Resource.Text("service.name"), server["error.type"]));
        Assert.True(server.IsError);
        Assert.NotEmpty(receiver.Logs);
        Assert.NotEmpty(receiver.Points);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://127.0.0.1:9")]
    public async Task Without_an_endpoint_or_with_the_SDK_disabled_no_activity_is_made(string endpoint)
    {
        // A log line with its scopes names the activity that is current, whoever made it.
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data,
            House.AdminKey,
            [
                "--provider", $"up={upstream.BaseUrl}",
                "--Logging:LogLevel:Microsoft.AspNetCore.Routing=Information", "--Logging:Console:FormatterOptions:IncludeScopes=true",
            ],
            [(Endpoint, endpoint), ("OTEL_SDK_DISABLED", endpoint == "" ? "" : "true")]);
        using var client = new ApiClient(silo.Url, House.AdminKey);

        var theirs = ("traceparent", $"00-{TelemetryRun.ClientTraceId}-{TelemetryRun.ClientSpanId}-01");
        (await client.PostAsync("/v1/chat/completions", Chats.Body("mock-model"), theirs)).Expect(200);
        (await client.StreamAsync("mock-model")).Expect(200);

        Assert.Equal(2, upstream.Requests.Count(request => request.Method == "POST"));
        Assert.All(upstream.Requests, request => Assert.Empty(request.TraceHeaders));
        Assert.Equal(0, await silo.TerminateAsync());
        var lines = silo.Output.Split('\n').Where(line => line.Contains("Executing endpoint", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains("=> ConnectionId:", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("TraceId:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_that_is_not_sampled_is_passed_on_as_such_and_not_sent()
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var receiver = await OtlpReceiver.StartAsync(Stop);
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data,
            House.AdminKey,
            ["--provider", $"up={upstream.BaseUrl}"],
            [(Endpoint, receiver.GrpcEndpoint), ("OTEL_TRACES_SAMPLER", "parentbased_always_off")]);
        using var client = new ApiClient(silo.Url, House.AdminKey);

        (await client.ChatAsync("mock-model")).Expect(200);
        Assert.Equal(0, await silo.TerminateAsync());

        Assert.Empty(receiver.Spans);
        Assert.NotEmpty(receiver.Points);
        var sent = Assert.Single(upstream.Requests, request => request.Method == "POST");
        Assert.EndsWith("-00", sent.TraceHeaders["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_costs_a_line_in_the_log_and_no_request()
    {
        var nobody = $"http://127.0.0.1:{FreePort()}";
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, ["--Freehold:Starter", "false"], [(Endpoint, nobody), ("OTEL_BLRP_SCHEDULE_DELAY", "50")]);
        using var client = new ApiClient(silo.Url, House.AdminKey);

        (await client.ChatAsync("auto")).Expect(503);
        await Eventually.IsTrueAsync("the log says so", () => silo.Output.Contains("Telemetry is not sent", StringComparison.Ordinal));

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Single(silo.Output.Split('\n'), line => line.Contains("Telemetry is not sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Endpoint, "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is not an absolute http or https URL: give the collector's URL")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4318", "_TRACES_ENDPOINT is set without OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json': use 'grpc'")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "hunter2", "OTEL_EXPORTER_OTLP_HEADERS has not the form name=value")]
    [InlineData("OTEL_TRACES_SAMPLER", "some", "OTEL_TRACES_SAMPLER is 'some': use one of always_on")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "10s", "OTEL_METRIC_EXPORT_INTERVAL is '10s': give a whole number above 0")]
    public async Task A_wrong_value_ends_the_start_in_one_line(string variable, string value, string says)
    {
        using var data = new TempFolder();

        var (exitCode, _, errors) = await SiloProcess.RunAsync(data, [], (variable, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(says, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
