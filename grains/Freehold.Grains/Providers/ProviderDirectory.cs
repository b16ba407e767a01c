using Microsoft.Extensions.Options;

namespace Freehold.Grains.Providers;

/// <summary>The providers of this installation, as configured.</summary>
public sealed class ProvidersOptions
{
    /// <summary>By name.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The upstreams that this silo can call, made once at start. Thread-safe.</summary>
public sealed class ProviderDirectory
{
    /// <summary>The name of the handler that <see cref="IHttpMessageHandlerFactory"/> makes for upstreams.</summary>
    public const string HttpClientName = "freehold.providers";

    private readonly Dictionary<string, ProviderEndpoint> _endpoints;

    /// <summary>Prepares every configured upstream.</summary>
    public ProviderDirectory(IOptions<ProvidersOptions> options, IHttpMessageHandlerFactory handlers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handlers);
        var http = new HttpMessageInvoker(handlers.CreateHandler(HttpClientName), disposeHandler: false);
        _endpoints = options.Value.Providers.ToDictionary(
            provider => provider.Key,
            provider => new ProviderEndpoint(provider.Key, provider.Value, http),
            StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<ProviderEndpoint> All => _endpoints.Values;

    /// <summary>One by its name, or null.</summary>
    public ProviderEndpoint? Find(string name) => _endpoints.GetValueOrDefault(name);

    /// <summary>
    /// The handler behind every upstream: it keeps connections, follows no redirect (a prompt goes where the policy was checked for, and nowhere
    /// else), keeps no cookies, and of a trace sends the <c>traceparent</c> only.
    /// </summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ActivityHeadersPropagator = new TraceParentPropagator(),
        EnableMultipleHttp2Connections = true,
    };
}
