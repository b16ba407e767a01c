using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Freehold.Contracts.Providers;
using Freehold.Wire.Splicing;

namespace Freehold.Grains.Providers;

/// <summary>One request to an upstream. Nothing here touches a grain, so nothing here needs its turns.</summary>
internal static class ProviderCall
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Sends a request and reads its whole answer.</summary>
    public static async Task<ProviderReply> CompleteAsync(
        ProviderEndpoint endpoint, ProviderRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new ProviderDeadline(TimeSpan.FromSeconds(endpoint.Options.FirstByteTimeoutSeconds), time, cancellationToken);
        var (response, fault) = await SendAsync(endpoint, request, stream: false, time, deadline).ConfigureAwait(false);
        if (response is null)
        {
            return new ProviderReply { Fault = fault };
        }

        using (response)
        {
            byte[]? body;
            try
            {
                body = await ReadBoundedAsync(response.Content, endpoint.Options.MaxAnswerBytes, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (AsFault(e, endpoint, deadline, started: true) is { } cut)
            {
                return new ProviderReply { Fault = cut };
            }

            return body is null
                ? new ProviderReply { Fault = ProviderFaults.Malformed($"its answer is longer than {endpoint.Options.MaxAnswerBytes} bytes") }
                : Reply(endpoint, request, body);
        }
    }

    /// <summary>Sends a request; returns a response of success whose body is not yet read, or a fault.</summary>
    public static async Task<(HttpResponseMessage? Response, ProviderFault? Fault)> SendAsync(
        ProviderEndpoint endpoint, ProviderRequest request, bool stream, TimeProvider time, ProviderDeadline deadline)
    {
        var body = new ArrayBufferWriter<byte>(request.Body.Length + 256);
        RequestSplicer.Write(request.Body, request.Model, forceUsage: stream, body);
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint.UrlOf(request.Path))
        {
            Content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = Json } },
        };
        message.Headers.Authorization = endpoint.Authorization;
        try
        {
            var response = await endpoint.Http.SendAsync(message, deadline.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return (response, null);
            }

            using (response)
            {
                var error = await ReadBoundedAsync(response.Content, ProviderFaults.MaxErrorBytes, deadline.Token).ConfigureAwait(false);
                return (null, ProviderFaults.OfStatus(endpoint, response, error ?? [], time));
            }
        }
        catch (Exception e) when (AsFault(e, endpoint, deadline, started: false) is { } fault)
        {
            return (null, fault);
        }
    }

    /// <summary>The fault that an exception stands for; null where it is the caller's cancellation or a fault of ours.</summary>
    public static ProviderFault? AsFault(Exception exception, ProviderEndpoint endpoint, ProviderDeadline deadline, bool started) =>
        exception switch
        {
            OperationCanceledException when deadline.Expired => ProviderFaults.TimedOut(
                started ? endpoint.Options.IdleTimeoutSeconds : endpoint.Options.FirstByteTimeoutSeconds, started),
            HttpRequestException or IOException when started => ProviderFaults.CutOff("the connection broke in mid-answer"),
            HttpRequestException e => ProviderFaults.Unreachable(e),
            IOException => ProviderFaults.CutOff("the connection broke before an answer"),
            InvalidDataException e => ProviderFaults.Malformed(e.Message),
            _ => null,
        };

    private static ProviderReply Reply(ProviderEndpoint endpoint, ProviderRequest request, byte[] body)
    {
        if (!ResponseReader.TryRead(body, out var scan))
        {
            return new ProviderReply { Fault = ProviderFaults.Malformed("its answer is not a JSON object") };
        }

        if (scan.IsError)
        {
            return new ProviderReply { Fault = ProviderFaults.Malformed($"HTTP 200 with an error: {ProviderFaults.WordsOf(ResponseReader.ReadError(body, scan, 502))}") };
        }

        if (scan.ChoiceCount < 0)
        {
            return new ProviderReply { Fault = ProviderFaults.Malformed("its answer has no choices") };
        }

        var meter = new ProviderUsageMeter(endpoint.PriceOf(request.Model), request.Body.Length);
        meter.Add(scan);
        meter.AddText(scan.Text.IsPresent ? scan.Text.Length : 0);
        var spliced = new ArrayBufferWriter<byte>(body.Length + 64);
        ResponseSplicer.Write(body, scan, Encoding.UTF8.GetBytes(request.ResponseId), spliced);
        return new ProviderReply
        {
            Body = spliced.WrittenSpan.ToArray(),
            Usage = meter.Usage,
            Model = ResponseReader.ReadString(body, scan.Model),
            FinishReason = scan.FinishReason,
        };
    }

    /// <summary>The content, or null where it is longer than <paramref name="maxBytes"/>.</summary>
    internal static async Task<byte[]?> ReadBoundedAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[content.Headers.ContentLength ?? 4_096];
        var count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                if (count == content.Headers.ContentLength)
                {
                    return buffer;
                }

                if (count >= maxBytes)
                {
                    return null;
                }

                Array.Resize(ref buffer, (int)Math.Min(maxBytes, Math.Max(1_024, (long)count * 2)));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer[..count];
            }

            count += read;
        }
    }
}
