using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;
using Freehold.Testing.Otlp;

namespace Freehold.Gateway.Tests.Telemetry;

/// <summary>
/// One silo, as a process of its own because whoever listens to activities listens to the whole process, takes one request of each kind
/// and ends in order. What it sent to the collector until then is what the tests look at.
/// </summary>
public sealed class TelemetryRun : IAsyncLifetime
{
    /// <summary>Words that occur in every prompt and nowhere else.</summary>
    public const string Prompt = "What do zebras paint with quicksilver?";

    public const string ClientTraceId = "0af7651916cd43dd8448eb211c80319c";
    public const string ClientSpanId = "b7ad6b7169203331";

    private readonly Dictionary<string, string> _requestIds = [];
    private IReadOnlyList<OtlpSpan> _spans = [];

    internal OtlpReceiver Received { get; private set; } = null!;

    internal MockUpstreamServer Upstream { get; private set; } = null!;

    internal string LocalAnswer { get; private set; } = "";

    internal string LocalId { get; private set; } = "";

    internal string ProviderId { get; private set; } = "";

    internal int ExitCode { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Received = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        Upstream = await MockUpstreamServer.StartAsync();
        await using var failing = await MockUpstreamServer.StartAsync(new MockUpstreamOptions
        {
            Script = request => request.Method == "POST" ? new MockFault.Status(500, $"No, because {Prompt}.") : null,
        });
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data,
            House.AdminKey,
            [
                "--model", $"tiny={TinyModel.Path}", "--provider", $"a={failing.BaseUrl}", "--provider", $"b={Upstream.BaseUrl}",
                "--Freehold:Providers:a:Models:mock-model:PromptUsdPerMillion=1", "--Freehold:Providers:b:Models:mock-model:PromptUsdPerMillion=1",
                "--Logging:LogLevel:Microsoft.AspNetCore.Routing=Information",
            ],
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", Received.HttpEndpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"),
            ]);
        await AskAsync(silo);
        ExitCode = await silo.TerminateAsync();
        _spans = Received.Spans;
    }

    public async ValueTask DisposeAsync()
    {
        await Received.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    /// <summary>The spans of the trace of a request, by the name the request has here.</summary>
    internal SpanTree TreeOf(string request)
    {
        var server = Assert.Single(_spans, span => span["freehold.request.id"] == _requestIds[request]);
        return SpanTree.Of(server, _spans);
    }

    private async Task AskAsync(SiloProcess silo)
    {
        using var client = new ApiClient(silo.Url, House.AdminKey);
        (await client.GetAsync("/healthz")).Expect(200);
        var local = await NoteAsync("local", client.ChatAsync("tiny", Prompt));
        (LocalAnswer, LocalId) = (local.Text, local.Id);
        await NoteAsync("local stream", client.StreamAsync("tiny", Prompt));
        ProviderId = (await NoteAsync("provider", client.ChatAsync("b/mock-model", Prompt))).Id;
        await NoteAsync("provider stream", client.PostAsync(
            "/v1/chat/completions",
            Chats.Body("b/mock-model", Prompt, stream: true),
            ("traceparent", $"00-{ClientTraceId}-{ClientSpanId}-01"), ("tracestate", "vendor=theirs"), ("baggage", "user=somebody")));
        await NoteAsync("fallback", client.ChatAsync("mock-model", Prompt));
        await NoteAsync(
            "completion", client.PostAsync("/v1/completions", new { model = "tiny", prompt = Prompt, max_tokens = 4, temperature = 0 }));
        await NoteAsync("refused", client.ChatAsync("b/mock-model", Prompt, ("x-freehold-label", "restricted")), 403);
    }

    private async Task<ApiAnswer> NoteAsync(string name, Task<ApiAnswer> request, int status = 200)
    {
        var answer = (await request).Expect(status);
        _requestIds[name] = answer["x-request-id"]!;
        return answer;
    }
}

/// <summary>One run for all classes that look at what it sent.</summary>
[CollectionDefinition(Name)]
public sealed class TelemetryRunGroup : ICollectionFixture<TelemetryRun>
{
    public const string Name = "telemetry of one run";
}

/// <summary>The spans of one trace, with the server's as its root.</summary>
internal sealed record SpanTree(OtlpSpan Server, IReadOnlyList<OtlpSpan> Spans)
{
    /// <summary>The tree must be the same on both runtimes: what a runtime says of its own work hangs beside it.</summary>
    public static SpanTree Of(OtlpSpan server, IReadOnlyList<OtlpSpan> all) => new(
        server,
        [.. all.Where(span => span.TraceId == server.TraceId && !span.Scope.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal))]);

    public OtlpSpan Single(string name) => Assert.Single(Spans, span => span.Name == name);

    public IReadOnlyList<OtlpSpan> ChildrenOf(OtlpSpan parent) =>
        [.. Spans.Where(span => span.ParentId == parent.SpanId).OrderBy(span => span.StartUnixNs)];

    /// <summary>Names in order of their start, each level indented by two more: the tree at a glance.</summary>
    public string Draw() => Draw(Server, 0);

    private string Draw(OtlpSpan span, int depth) =>
        $"{new string(' ', 2 * depth)}{span.Name} [{span.Kind}]\n"
        + string.Concat(ChildrenOf(span).Select(child => Draw(child, depth + 1)));
}
