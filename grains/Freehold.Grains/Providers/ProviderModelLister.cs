using System.Collections.Concurrent;
using System.Text.Json;
using Freehold.Wire.Json;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Providers;

/// <summary>Asks upstreams which models they serve (<c>GET /models</c>), seldom, and remembers what they said.</summary>
public sealed partial class ProviderModelLister(TimeProvider time, ILogger<ProviderModelLister> logger)
{
    /// <summary>Most models of one upstream that are taken.</summary>
    public const int MaxModels = 500;

    /// <summary>How long an upstream may take; a start waits for it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AskAgainAfterSuccess = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AskAgainAfterFailure = TimeSpan.FromMinutes(1);

    private const int MaxAnswerBytes = 4 << 20;

    private readonly ConcurrentDictionary<string, (long AskedAt, bool Answered, IReadOnlyList<string> Models)> _known = new();

    /// <summary>The models, in the upstream's order; empty where it never said.</summary>
    public async ValueTask<IReadOnlyList<string>> ListAsync(ProviderEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (_known.TryGetValue(endpoint.Name, out var known)
            && time.GetElapsedTime(known.AskedAt) < (known.Answered ? AskAgainAfterSuccess : AskAgainAfterFailure))
        {
            return known.Models;
        }

        var (asked, reason) = await AskAsync(endpoint, cancellationToken);
        if (reason is not null && (known.Models is null || known.Answered))
        {
            LogNoList(endpoint.Name, reason); // Once, and not again every minute.
        }

        IReadOnlyList<string> models = asked ?? known.Models ?? [];
        _known[endpoint.Name] = (time.GetTimestamp(), asked is not null, models);
        return models;
    }

    private async ValueTask<(IReadOnlyList<string>? Models, string? Failure)> AskAsync(ProviderEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var deadline = new ProviderDeadline(Timeout, time, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, endpoint.UrlOf("models"));
        message.Headers.Authorization = endpoint.Authorization;
        try
        {
            using var response = await endpoint.Http.SendAsync(message, deadline.Token);
            response.EnsureSuccessStatusCode();
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, deadline.Token);
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            var list = await JsonSerializer.DeserializeAsync(body, WireJsonContext.Default.ModelList, deadline.Token);
            string[] models = [.. (list?.Data ?? []).Select(model => model.Id).Where(id => !string.IsNullOrWhiteSpace(id)).Distinct().Take(MaxModels)];
            return (models, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && deadline.Expired))
        {
            return (null, deadline.Expired ? $"no answer within {Timeout.TotalSeconds:0} s" : e.Message);
        }
    }

    [LoggerMessage(2003, LogLevel.Information,
        "Provider '{Provider}' does not list its models ({Reason}); it is asked for whatever a client names. Set Freehold:Providers:{Provider}:DefaultModel for 'auto'.")]
    private partial void LogNoList(string provider, string reason);
}
