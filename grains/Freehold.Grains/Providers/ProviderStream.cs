using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Freehold.Contracts.Providers;
using Freehold.Wire.Splicing;
using Freehold.Wire.Streaming;

namespace Freehold.Grains.Providers;

/// <summary>One streamed answer of an upstream, passed on in batches of whatever is ready.</summary>
internal sealed class ProviderStream
{
    private readonly ArrayBufferWriter<byte> _ready = new(2_048);
    private readonly ProviderRequest _request;
    private readonly byte[] _responseId;
    private ProviderUsageMeter _meter; // A struct that counts: never read-only.
    private readonly int _maxHeldBytes;
    private string? _model;
    private string? _finishReason;
    private bool _done;
    private ProviderFault? _fault;

    private ProviderStream(ProviderEndpoint endpoint, ProviderRequest request)
    {
        _request = request;
        _maxHeldBytes = endpoint.Options.MaxAnswerBytes;
        _responseId = Encoding.UTF8.GetBytes(request.ResponseId);
        _meter = new ProviderUsageMeter(endpoint.PriceOf(request.Model), request.Body.Length);
    }

    /// <summary>Sends the request and reads its stream to the end, to a fault, or until the caller stops.</summary>
    public static async IAsyncEnumerable<ProviderBatch> ReadAsync(
        ProviderEndpoint endpoint,
        ProviderRequest request,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = new ProviderDeadline(TimeSpan.FromSeconds(endpoint.Options.FirstByteTimeoutSeconds), time, cancellationToken);
        var (response, fault) = await ProviderCall.SendAsync(endpoint, request, stream: true, time, deadline).ConfigureAwait(false);
        if (response is null)
        {
            yield return new ProviderBatch { Fault = fault, Usage = ProviderUsageMeter.Nothing };
            yield break;
        }

        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            using var reader = new SseReader(body, endpoint.Options.MaxAnswerBytes);
            var stream = new ProviderStream(endpoint, request);
            while (await stream.AdvanceAsync(reader, endpoint, deadline).ConfigureAwait(false))
            {
                if (stream._finishReason is null)
                {
                    yield return stream.TakeBatch(complete: false);
                }
            }

            yield return stream.TakeBatch(complete: stream._fault is null);
        }
    }

    /// <summary>Waits for events and takes all that are ready; false at the end or at a fault.</summary>
    private async ValueTask<bool> AdvanceAsync(SseReader reader, ProviderEndpoint endpoint, ProviderDeadline deadline)
    {
        try
        {
            if (!await reader.ReadAsync(deadline.Token).ConfigureAwait(false))
            {
                // Servers that leave out [DONE] exist; one that gave a finish reason has said all that there was.
                _fault = _finishReason is not null && !reader.EndedMidEvent ? null : ProviderFaults.CutOff("the stream ended without its end");
                return false;
            }

            deadline.Restart(TimeSpan.FromSeconds(endpoint.Options.IdleTimeoutSeconds));
            while (!_done && reader.TryRead(out var sse))
            {
                Take(sse);
            }

            return !_done;
        }
        catch (Exception e) when (ProviderCall.AsFault(e, endpoint, deadline, started: true) is { } fault)
        {
            _fault = fault;
            return false;
        }
    }

    private void Take(in SseEvent sse)
    {
        if (sse.IsDone)
        {
            _done = true;
            return;
        }

        var data = sse.Data.Span;
        if (!ResponseReader.TryRead(data, out var scan))
        {
            Stop(ProviderFaults.Malformed("an event of its stream is not a JSON object"));
            return;
        }

        if (scan.IsError)
        {
            Stop(ProviderFaults.CutOff($"its stream ended in an error: {ProviderFaults.WordsOf(ResponseReader.ReadError(data, scan, 502))}"));
            return;
        }

        _meter.Add(scan);
        _model ??= ResponseReader.ReadString(data, scan.Model);
        _finishReason ??= scan.FinishReason;
        if (!scan.IsUsageOnly || _request.ClientWantsUsage)
        {
            ResponseSplicer.WriteEvent(data, scan, _responseId, _request.ClientWantsUsage, _ready);
        }

        // Only the end of an answer is held back, and an end is short.
        if (_ready.WrittenCount > _maxHeldBytes)
        {
            Stop(ProviderFaults.Malformed($"its stream goes on for more than {_maxHeldBytes} bytes after its finish reason"));
        }
    }

    private void Stop(ProviderFault fault)
    {
        _fault = fault;
        _done = true;
    }

    private ProviderBatch TakeBatch(bool complete)
    {
        var batch = new ProviderBatch
        {
            Events = _ready.WrittenSpan.ToArray(),
            Usage = _meter.Usage,
            Fault = _fault,
            Complete = complete,
            Model = _model,
            FinishReason = complete ? _finishReason : null,
        };
        _ready.ResetWrittenCount();
        return batch;
    }
}
