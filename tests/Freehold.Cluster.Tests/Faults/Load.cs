using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Freehold.Cluster.Tests.Support;

namespace Freehold.Cluster.Tests.Faults;

/// <summary>How one request went, seen by its client.</summary>
/// <param name="StartedAt">Timestamp of its start.</param>
/// <param name="EndedAt">Timestamp of its end.</param>
/// <param name="Tries">How often it was sent.</param>
/// <param name="Id">The response's id where the client saw the answer finished, else null.</param>
/// <param name="Failure">What the last try ended with, where it was not an answer.</param>
internal sealed record Request(long StartedAt, long EndedAt, int Tries, string? Id, string? Failure);

/// <summary>
/// Clients that ask at a constant rate, whatever the answers do: the upstream and the local model, whole and streamed, at every process
/// in turn. A client does what an official SDK does: after a broken connection, 429, 502, 503 or 504 it asks again, at another process.
/// </summary>
internal sealed class Load(TestCluster cluster, int requestsPerSecond) : IDisposable
{
    private const int MaxTries = 12;

    /// <summary>Every seventh request, whole and streamed in turn, asks the local model: a debug build computes slowly.</summary>
    private const int LocalEvery = 7;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = NewClient();
    private readonly ConcurrentBag<Request> _requests = [];

    public IReadOnlyCollection<Request> Requests => _requests;

    /// <summary>Why tries were not answered, without ids and numbers, and how often.</summary>
    public ConcurrentDictionary<string, int> Reasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Asks until the token is cancelled, and returns when every request has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var sent = 0; !cancellationToken.IsCancellationRequested;)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            for (var due = (int)(Stopwatch.GetElapsedTime(startedAt).TotalSeconds * requestsPerSecond); sent < due; sent++)
            {
                running.Add(AskAsync(sent));
            }
        }

        await Task.WhenAll(running);
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync(int number)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var (id, failure) = (default(string), default(string));
        var tries = 0;
        while (id is null && tries < MaxTries)
        {
            if (tries > 0)
            {
                await Task.Delay(RetryDelay * Math.Min(tries, 8), TimeProvider.System);
            }

            var urls = cluster.Urls;
            (id, failure) = await TryAsync(urls[(number + tries) % urls.Count], number);
            tries++;
            if (failure is not null)
            {
                Reasons.AddOrUpdate(ReasonOf(failure), 1, (_, count) => count + 1);
            }

            if (failure is not null && !failure.StartsWith("retryable", StringComparison.Ordinal))
            {
                break;
            }
        }

        _requests.Add(new Request(startedAt, Stopwatch.GetTimestamp(), tries, id, failure));
    }

    private async Task<(string? Id, string? Failure)> TryAsync(Uri url, int number)
    {
        var streams = (number & 1) == 0;
        var model = number % LocalEvery == 0 ? "tiny" : "mock/mock-model";
        var body = $$$"""
            {"model":"{{{model}}}","messages":[{"role":"user","content":"Hello {{{number}}}"}],"max_completion_tokens":6,"temperature":0,"stream":{{{(streams ? "true" : "false")}}}}
            """;
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(new Uri(url, "/v1/chat/completions"), content);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? Read(text, streams) : (null, $"{Retryable(response.StatusCode)}{(int)response.StatusCode} {text}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, $"retryable: {e.GetType().Name}");
        }
    }

    private static (string? Id, string? Failure) Read(string text, bool streams)
    {
        if (!streams)
        {
            return (JsonElement.Parse(text).GetProperty("id").GetString(), null);
        }

        if (text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal))
        {
            return (JsonElement.Parse(text[6..text.IndexOf('\n', StringComparison.Ordinal)]).GetProperty("id").GetString(), null);
        }

        // A stream that broke is told in the stream; one that just ends is a promise broken.
        return text.Contains("\"error\"", StringComparison.Ordinal) ? (null, "retryable: broken stream") : (null, $"a stream without an end: {text}");
    }

    /// <summary>The error's code where there is one, else the beginning.</summary>
    private static string ReasonOf(string failure)
    {
        const string Code = "\"code\":\"";
        var start = failure.IndexOf(Code, StringComparison.Ordinal);
        return start < 0
            ? failure[..Math.Min(failure.Length, 60)]
            : failure[(start + Code.Length)..failure.IndexOf('"', start + Code.Length)];
    }

    private static string Retryable(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? "retryable: "
            : "";

    private static HttpClient NewClient()
    {
#pragma warning disable RS0030 // One client for the whole load, as a business app has.
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 }) { Timeout = TimeSpan.FromSeconds(60) };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = new("Bearer", Node.AdminKey);
        return client;
    }
}
