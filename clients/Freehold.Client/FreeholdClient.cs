using Freehold.Client.Errors;
using Freehold.Client.Http;
using Freehold.Wire.Feedback;
using Freehold.Wire.Json;
using Freehold.Wire.Models;

namespace Freehold.Client;

/// <summary>A client of one Freehold gateway.</summary>
/// <remarks>
/// Thread-safe; make one and keep it. Calls are sent once, never repeated. Every method throws <see cref="FreeholdException"/>
/// when the call fails and <see cref="OperationCanceledException"/> when it is cancelled.
/// </remarks>
public sealed partial class FreeholdClient : IDisposable
{
    /// <summary>How long <see cref="Create"/>'s transport tries to connect, in milliseconds.</summary>
    private const int ConnectTimeoutMs = 10_000;

    private readonly Transport _transport;
    private readonly HttpMessageInvoker? _owned;

    /// <summary>A client over a transport of the caller's, such as an <see cref="HttpClient"/> from <c>IHttpClientFactory</c>.</summary>
    /// <param name="http">Not disposed by this client.</param>
    /// <param name="options">Where the gateway is and who calls it.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and what would be.</exception>
    public FreeholdClient(HttpMessageInvoker http, FreeholdClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _transport = new Transport(http, options);
        Admin = new FreeholdAdmin(_transport);
    }

    private FreeholdClient(FreeholdClientOptions options, HttpMessageInvoker owned)
        : this(owned, options) => _owned = owned;

    /// <summary>Where the gateway is and who calls it.</summary>
    public FreeholdClientOptions Options { get; }

    /// <summary>Tenants, keys, policies, and the catalog. Needs an admin's key.</summary>
    public FreeholdAdmin Admin { get; }

    /// <summary>A client with a transport of its own, for programs without <c>IHttpClientFactory</c>.</summary>
    /// <param name="options">Where the gateway is and who calls it.</param>
    /// <returns>The client; disposing it closes its connections.</returns>
    public static FreeholdClient Create(FreeholdClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(ConnectTimeoutMs),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follows changes of DNS
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        return new FreeholdClient(options, new HttpMessageInvoker(handler, disposeHandler: true));
    }

    /// <summary>The models that the key may use.</summary>
    public async Task<ModelList> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        var list = await _transport.GetAsync("/v1/models", WireJsonContext.Default.ModelList, cancellationToken);
        return list.Data is null ? throw Failures.Unreadable(null, null) : list; // the wire's reader takes a list without its data
    }

    /// <summary>Says what an answer was worth. It is in the outcome log when the call returns.</summary>
    public async Task<FeedbackReceipt> SendFeedbackAsync(FeedbackRequest feedback, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, "/v1/feedback", Transport.Json(feedback, WireJsonContext.Default.FeedbackRequest), null,
            WireJsonContext.Default.FeedbackReceipt, cancellationToken)).Value;

    /// <summary>Returns where the gateway can answer requests; throws where it is unreachable or not ready yet.</summary>
    public async Task CheckReadyAsync(CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(HttpMethod.Get, "/readyz", null, null, cancellationToken)).Dispose();

    /// <summary>Closes the connections of a client that <see cref="Create"/> made.</summary>
    public void Dispose() => _owned?.Dispose();
}
