using System.Globalization;
using System.Text.Json;
using Freehold.Client.Http;
using Freehold.Wire;
using Freehold.Wire.Errors;

namespace Freehold.Client.Errors;

/// <summary>Turns what went wrong into a <see cref="FreeholdException"/>.</summary>
internal static class Failures
{
    /// <summary>Most bytes of an error's body that are looked at; a longer one is no error of ours.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    private const string CheckUrl = "check that the URL is that of a Freehold gateway.";

    public static FreeholdException Unreachable(Uri url, HttpRequestException cause) => new(
        FreeholdFailure.Unreachable,
        $"Cannot reach {url.GetLeftPart(UriPartial.Authority)}: {Deepest(cause).Message}.".Replace("..", ".", StringComparison.Ordinal),
        cause);

    public static FreeholdException CutOff(string? requestId, Exception? cause) => new(
        FreeholdFailure.BrokenOff,
        "The answer broke off before its end; what came of it is incomplete. Send the request again.",
        cause)
    { RequestId = requestId };

    public static FreeholdException InBand(ErrorBody error, string? requestId) => new(FreeholdFailure.BrokenOff, error.Message)
    {
        Code = error.Code,
        Type = error.Type,
        Param = error.Param,
        RequestId = requestId,
    };

    public static FreeholdException Unreadable(string? requestId, Exception? cause) => new(
        FreeholdFailure.Unreadable,
        $"The answer is not what Freehold's API promises ({cause?.Message ?? "it is empty"}); {CheckUrl}",
        cause)
    { RequestId = requestId };

    public static async Task<FreeholdException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var error = await ReadErrorAsync(response, cancellationToken);
        var status = (int)response.StatusCode;
        var message = error?.Message ?? string.Create(CultureInfo.InvariantCulture,
            $"The server answered {status} ({response.ReasonPhrase}) without an error of Freehold's; {CheckUrl}");
        return new FreeholdException(FreeholdFailure.Refused, message)
        {
            Status = status,
            Code = error?.Code,
            Type = error?.Type,
            Param = error?.Param,
            RequestId = response.Find(FreeholdHeaders.RequestId),
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private static async Task<ErrorBody?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MaxErrorBytes];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return ErrorReader.TryRead(buffer.AsSpan(0, length));
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private static Exception Deepest(Exception exception) =>
        exception.InnerException is { } inner ? Deepest(inner) : exception;
}
