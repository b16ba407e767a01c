using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Client.Errors;
using Freehold.Wire;

namespace Freehold.Client.Http;

/// <summary>Sends one request and gives back its answer, or throws a <see cref="FreeholdException"/>.</summary>
internal sealed class Transport(HttpMessageInvoker http, FreeholdClientOptions options)
{
    private readonly string _root = options.BaseUrl.AbsoluteUri.TrimEnd('/');

    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type) => Json(JsonSerializer.SerializeToUtf8Bytes(body, type));

    public static HttpContent Json(byte[] utf8) =>
        new ByteArrayContent(utf8) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Sends, and returns as soon as the head of a successful answer is here; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CallOptions? call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root + path)) { Content = body };
        if (options.ApiKey is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        AddHeader(request, FreeholdHeaders.Label, call?.Label);
        AddHeader(request, FreeholdHeaders.Workload, call?.Workload);
        HttpResponseMessage response;
        try
        {
            // HttpClient would otherwise hold the answer back until its last byte.
            response = http is HttpClient client
                ? await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                : await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw Failures.Unreachable(request.RequestUri!, unreachable);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await Failures.RefusedAsync(response, cancellationToken);
    }

    /// <summary>Sends, and reads the whole answer.</summary>
    public async Task<Answer<T>> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, CallOptions? call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, body, call, cancellationToken);
        var route = RouteInfo.From(response);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var value = await JsonSerializer.DeserializeAsync(stream, type, cancellationToken);
            return new Answer<T>(value ?? throw Failures.Unreadable(route.RequestId, null), route);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw Failures.CutOff(route.RequestId, broken);
        }
        catch (JsonException malformed)
        {
            throw Failures.Unreadable(route.RequestId, malformed);
        }
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, path, null, null, type, cancellationToken)).Value;

    private static void AddHeader(HttpRequestMessage request, string name, string? value)
    {
        if (value is null) return;
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"'{value}' cannot be sent in the header {name}: use printable ASCII characters.");
        request.Headers.Add(name, value);
    }
}
