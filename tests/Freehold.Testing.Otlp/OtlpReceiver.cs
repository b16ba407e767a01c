using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Testing.Otlp;

/// <summary>
/// A collector for tests: takes OTLP as <c>http/protobuf</c> and as <c>grpc</c>, each on a port of its own, and keeps what came.
/// </summary>
/// <remarks>Thread-safe. A process that ends in order sends what is left before it is gone, so a test may end it and look then.</remarks>
public sealed class OtlpReceiver : IAsyncDisposable
{
    /// <summary>More than this is more than a test should send.</summary>
    private const long MaxBytes = 256 << 20;

    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly List<OtlpSpan> _spans = [];
    private readonly List<OtlpLog> _logs = [];
    private readonly List<OtlpPoint> _points = [];
    private readonly List<byte[]> _bodies = [];
    private long _bytes;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>For <c>OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf</c>.</summary>
    public string HttpEndpoint { get; private set; } = "";

    /// <summary>For <c>OTEL_EXPORTER_OTLP_PROTOCOL=grpc</c>, which is the default.</summary>
    public string GrpcEndpoint { get; private set; } = "";

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => Snapshot(_spans);

    /// <summary>The log records so far.</summary>
    public IReadOnlyList<OtlpLog> Logs => Snapshot(_logs);

    /// <summary>The data points so far, oldest first; with cumulative temporality the last of a series is its total.</summary>
    public IReadOnlyList<OtlpPoint> Points => Snapshot(_points);

    /// <summary>Paths of all requests: which signals came how.</summary>
    public HashSet<string> Paths { get; } = [];

    /// <summary>Starts a receiver on free ports.</summary>
    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken = default)
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(cancellationToken);
        var addresses = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (receiver.HttpEndpoint, receiver.GrpcEndpoint) = (addresses[0], addresses[1]);
        return receiver;
    }

    /// <summary>Waits until what has arrived satisfies a condition; it is looked at after every arrival.</summary>
    public async Task WaitAsync(Func<OtlpReceiver, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            Task next;
            lock (_lock) next = _arrival.Task;
            if (condition(this))
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>True where these bytes occur anywhere in anything received, decoded or not.</summary>
    public bool HasReceived(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return Snapshot(_bodies).Any(body => body.AsSpan().IndexOf(wanted) >= 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            Keep(context.Request.Path, body[5..]); // One message: a flag, and a length of four bytes.
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
            return;
        }

        Keep(context.Request.Path, body);
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Keep(string path, byte[] message)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            if ((_bytes += message.Length) > MaxBytes)
            {
                throw new InvalidOperationException($"A test sent more than {MaxBytes} bytes of telemetry.");
            }

            Paths.Add(path);
            _bodies.Add(message);
            OtlpDecoder.ReadItems(message, path switch
            {
                "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export" =>
                    (resource, scope, item) => _spans.Add(OtlpDecoder.ReadSpan(resource, scope, item)),
                "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export" =>
                    (resource, scope, item) => _logs.Add(OtlpDecoder.ReadLog(resource, scope, item)),
                "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" =>
                    (resource, _, item) => OtlpDecoder.ReadMetric(resource, item, _points),
                _ => throw new InvalidDataException($"'{path}' is no path of OTLP."),
            });
            arrived = _arrival;
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        arrived.SetResult();
    }

    private T[] Snapshot<T>(List<T> items)
    {
        lock (_lock) return [.. items];
    }
}
