using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpenAI;

namespace Freehold.Gateway.Tests.Support;

/// <summary>The house as a client sees it: raw HTTP, and the official SDK.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly string? _key;

    public ApiClient(Uri url, string? key)
    {
        _key = key;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (key is not null)
        {
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public HttpClient Http { get; }

    /// <summary>The official SDK; it does not retry, so that a test sees the first answer.</summary>
    public OpenAIClient Sdk() => new(
        new ApiKeyCredential(_key ?? "none"),
        new OpenAIClientOptions { Endpoint = new Uri(Http.BaseAddress!, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    public Task<ApiAnswer> GetAsync(string path) => SendTextAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendTextAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), headers);

    public async Task<ApiAnswer> SendTextAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var message = Message(method, path, json, headers);
        using var response = await Http.SendAsync(message, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }

    /// <summary>A chat of one message, without a stream.</summary>
    public Task<ApiAnswer> ChatAsync(string model, string content = "Hello", params (string Name, string Value)[] headers) =>
        PostAsync("/v1/chat/completions", Chats.Body(model, content), headers);

    /// <summary>A chat of one message, streamed to its end.</summary>
    public Task<ApiAnswer> StreamAsync(string model, string content = "Hello", bool includeUsage = false) =>
        PostAsync("/v1/chat/completions", includeUsage
            ? Chats.Body(model, content, stream: true) | ("stream_options", new { include_usage = true })
            : Chats.Body(model, content, stream: true));

    /// <summary>Sends a request and gives the response as soon as its headers are there.</summary>
    public async Task<HttpResponseMessage> OpenAsync(object body, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Post, "/v1/chat/completions", JsonSerializer.Serialize(body), []);
        return await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The newest outcomes, newest first.</summary>
    public async Task<JsonElement[]> OutcomesAsync(string query = "") =>
        [.. (await GetAsync($"/v1/outcomes{query}")).Expect(200).Json.GetProperty("data").EnumerateArray()];

    /// <summary>The one outcome of a response.</summary>
    public async Task<JsonElement> OutcomeAsync(string responseId) =>
        Assert.Single(await OutcomesAsync($"?id={Uri.EscapeDataString(responseId)}"));

    public void Dispose() => Http.Dispose();

    private static HttpRequestMessage Message(HttpMethod method, string path, string? json, (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            message.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
