using System.Net;
using System.Net.Http.Headers;
using Freehold.Contracts.Providers;
using Freehold.Core.Redaction;
using Freehold.Wire.Errors;

namespace Freehold.Grains.Providers;

/// <summary>Names what an upstream did wrong.</summary>
internal static class ProviderFaults
{
    /// <summary>Most bytes of an upstream's own error that are kept and passed on.</summary>
    public const int MaxErrorBytes = 16 << 10;

    public static ProviderFault OfStatus(ProviderEndpoint endpoint, HttpResponseMessage response, byte[] body, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var kind = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ProviderFaultKind.KeyRefused,
            HttpStatusCode.TooManyRequests => ProviderFaultKind.RateLimited,
            HttpStatusCode.RequestTimeout => ProviderFaultKind.TimedOut,
            >= HttpStatusCode.InternalServerError => ProviderFaultKind.ServerError,
            >= HttpStatusCode.BadRequest => ProviderFaultKind.RequestRefused,
            _ => ProviderFaultKind.Malformed,
        };
        return new ProviderFault
        {
            Kind = kind,
            Status = status,
            Detail = kind switch
            {
                ProviderFaultKind.KeyRefused => $"HTTP {status}: provider '{endpoint.Name}' does not accept Freehold's key for it",
                ProviderFaultKind.Malformed => $"HTTP {status}: an answer or an error was expected, and redirects are not followed",
                _ => $"HTTP {status}",
            },
            Body = kind == ProviderFaultKind.RequestRefused ? body : [],
            RetryAfterMs = RetryAfterMs(response.Headers.RetryAfter, time),
        };
    }

    public static ProviderFault Unreachable(HttpRequestException e) => new()
    {
        Kind = ProviderFaultKind.Unreachable,
        Detail = e.HttpRequestError == HttpRequestError.Unknown ? "the connection broke before an answer" : e.HttpRequestError.ToString(),
    };

    public static ProviderFault TimedOut(int seconds, bool started) => new()
    {
        Kind = ProviderFaultKind.TimedOut,
        Detail = started ? $"it was silent for {seconds} s in mid-answer" : $"its answer did not begin within {seconds} s",
    };

    public static ProviderFault CutOff(string how) => new() { Kind = ProviderFaultKind.CutOff, Detail = how };

    public static ProviderFault Malformed(string what) => new() { Kind = ProviderFaultKind.Malformed, Detail = what };

    /// <summary>
    /// An upstream's own words, as they may be logged: providers like to repeat what they were sent. The client gets them so too, since an
    /// outcome says what the client was told.
    /// </summary>
    public static string WordsOf(WireError error) => LogRedactor.Shared.Redact(error.Message)!;

    private static int RetryAfterMs(RetryConditionHeaderValue? header, TimeProvider time)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : TimeSpan.Zero);
        return (int)Math.Clamp(wait.TotalMilliseconds, 0, TimeSpan.FromHours(1).TotalMilliseconds);
    }
}
