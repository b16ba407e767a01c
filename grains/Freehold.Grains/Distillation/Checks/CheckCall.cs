using System.Net.Http.Headers;
using System.Security.Cryptography;
using Freehold.Grains.Providers;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>What came of asking a check: a score for each case, or why there is none.</summary>
internal sealed record CheckReply(IReadOnlyDictionary<string, double>? Scores, string? Fault);

/// <summary>One request to a check. Bounded in time and size; nothing that was sent or received is in what it says of a failure.</summary>
internal static class CheckCall
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Posts a batch. The same batch has the same <c>Idempotency-Key</c>, so that a check may answer a repetition from memory.</summary>
    public static async Task<CheckReply> PostAsync(
        CheckEndpoint check, byte[] body, IReadOnlyCollection<string> ids, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new ProviderDeadline(TimeSpan.FromSeconds(check.Options.TimeoutSeconds), time, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, check.Url)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        message.Headers.Authorization = check.Authorization;
        message.Headers.Add("Idempotency-Key", Convert.ToHexStringLower(SHA256.HashData(body)));
        try
        {
            using var response = await check.Http.SendAsync(message, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                return new(null, $"HTTP {(int)response.StatusCode}{((int)response.StatusCode is >= 300 and < 400 ? ", and redirects are not followed" : "")}");
            }

            var answer = await ProviderCall.ReadBoundedAsync(response.Content, check.Options.MaxAnswerBytes, deadline.Token);
            if (answer is null)
            {
                return new(null, $"its answer is longer than {check.Options.MaxAnswerBytes} bytes");
            }

            var (scores, fault) = CheckAnswer.Read(answer, ids);
            return new(scores, fault);
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return new(null, $"it did not answer within {check.Options.TimeoutSeconds} s");
        }
        catch (HttpRequestException e)
        {
            return new(null, e.HttpRequestError == HttpRequestError.Unknown ? "the connection broke" : e.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return new(null, "the connection broke");
        }
    }
}
