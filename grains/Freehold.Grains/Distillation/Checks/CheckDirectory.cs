using System.Net.Http.Headers;
using Freehold.Grains.Providers;
using Microsoft.Extensions.Options;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>The checks that this silo can ask, made once at start. Thread-safe.</summary>
public sealed class CheckDirectory
{
    private readonly Dictionary<string, CheckEndpoint> _endpoints;

    /// <summary>Prepares every configured check. They share the handler of the providers: it follows no redirect and keeps no cookies.</summary>
    public CheckDirectory(IOptions<ChecksOptions> options, IHttpMessageHandlerFactory handlers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handlers);
        var http = new HttpMessageInvoker(handlers.CreateHandler(ProviderDirectory.HttpClientName), disposeHandler: false);
        _endpoints = options.Value.Checks.ToDictionary(
            check => check.Key, check => new CheckEndpoint(check.Key, check.Value, http), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One by its name, or null.</summary>
    internal CheckEndpoint? Find(string name) => _endpoints.GetValueOrDefault(name);
}

/// <summary>A check ready to be asked.</summary>
internal sealed class CheckEndpoint(string name, CheckOptions options, HttpMessageInvoker http)
{
    public string Name { get; } = name;

    public CheckOptions Options { get; } = options;

    public HttpMessageInvoker Http { get; } = http;

    public Uri Url { get; } = CheckOptionsValidator.ParseUrl(name, options.Url);

    /// <summary>The header that carries our key.</summary>
    public AuthenticationHeaderValue? Authorization { get; } =
        string.IsNullOrEmpty(options.ApiKey) ? null : new AuthenticationHeaderValue("Bearer", options.ApiKey);
}
