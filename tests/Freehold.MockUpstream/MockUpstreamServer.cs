using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Freehold.MockUpstream;

/// <summary>
/// An OpenAI-compatible server for tests and benchmarks: <c>POST /v1/chat/completions</c>, <c>POST /v1/completions</c> and
/// <c>GET /v1/models</c> on a port of its own.
/// </summary>
public sealed class MockUpstreamServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MockUpstreamOptions _options;
    private readonly CannedAnswers _canned;
    private readonly RecordedAnswers? _recorded;
    private readonly RequestLog _log;

    private MockUpstreamServer(MockUpstreamOptions options)
    {
        _options = options;
        _canned = new CannedAnswers(options);
        _recorded = options.RecordedFolder is { } folder ? new RecordedAnswers(folder) : null;
        _log = new RequestLog(options.MaxRecordedRequests);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(MockUpstreamServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>What OpenAI's clients call the base URL, such as <c>http://127.0.0.1:5123/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/v1");

    /// <summary>The last requests, oldest first; at most <see cref="MockUpstreamOptions.MaxRecordedRequests"/>.</summary>
    public IReadOnlyList<MockRequest> Requests => _log.Snapshot();

    /// <summary>Number of requests since the start.</summary>
    public long RequestCount => _log.Count;

    /// <summary>Starts a server.</summary>
    public static async Task<MockUpstreamServer> StartAsync(MockUpstreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new MockUpstreamServer(options ?? new MockUpstreamOptions());
        await server._app.StartAsync(cancellationToken);
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.BaseUrl = new Uri(address + "/v1");
        return server;
    }

    /// <summary>Waits until the server is told to end.</summary>
    public Task WaitAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var result = await reader.ReadAsync(context.RequestAborted);
        while (!result.IsCompleted)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(context.RequestAborted);
        }

        var (answer, fault) = Decide(context.Request, result.Buffer);
        reader.AdvanceTo(result.Buffer.End);
        try
        {
            await AnswerSender.SendAsync(context, answer, fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has given up on a stalled answer, which is what the stall is for.
        }
    }

    private (MockAnswer Answer, MockFault? Fault) Decide(HttpRequest request, ReadOnlySequence<byte> body)
    {
        var method = request.Method;
        var path = request.Path.Value ?? "/";
        var flags = method == "POST" ? StreamFlags.Read(body) : default;
        if (_options is { MaxRecordedRequests: 0, Script: null, EchoPieceChars: 0 } && _recorded is null)
        {
            _log.Tick();
            return (_canned.Find(method, path, flags), null);
        }

        var recorded = new MockRequest(method, path, request.Headers.Authorization, body.ToArray(), TraceHeaders(request.Headers));
        _log.Add(recorded);
        var answer = _options.EchoPieceChars > 0 && flags.IsJson ? new EchoAnswers(_options.EchoPieceChars, _options.Answer).Find(recorded.Body)
            : _recorded is not null && path == "/v1/chat/completions"
            ? _recorded.Find(recorded.Body, _options.EmulateIncludeUsage && flags.IncludeUsage)
            : _canned.Find(method, path, flags);
        return (answer, _options.Script?.Invoke(recorded));
    }

    private static Dictionary<string, string> TraceHeaders(IHeaderDictionary headers) => ((string[])["traceparent", "tracestate", "baggage"])
        .Where(headers.ContainsKey)
        .ToDictionary(name => name, name => headers[name].ToString());
}
