using System.Buffers;
using System.IO.Pipelines;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Gateway.Http;
using Freehold.Wire;
using Freehold.Wire.Errors;
using Freehold.Wire.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Freehold.Gateway.Inference;

/// <summary>Sends answers to the client: whole ones and streams.</summary>
internal sealed class ResponseWriter(OutcomeRecorder outcomes)
{
    /// <summary>Begins a stream: from here on nobody else can answer.</summary>
    public static PipeWriter BeginStream(Exchange exchange, Candidate candidate, long? costMicroUsd)
    {
        var response = exchange.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = SseWriter.ContentType;
        response.Headers.CacheControl = "no-cache";
        AnswerHeaders.Set(exchange, candidate, costMicroUsd);
        exchange.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        exchange.IsStreaming = true;
        return response.BodyWriter;
    }

    /// <summary>Logs the outcome, then sends a whole answer.</summary>
    public async Task SendWholeAsync(Exchange exchange, Candidate candidate, ReadOnlyMemory<byte> body)
    {
        if (!await outcomes.TryRecordAsync(exchange, Completed(exchange, candidate)))
        {
            await exchange.Http.WriteErrorAsync(OutcomeRecorder.NotLogged(exchange));
            return;
        }

        AnswerHeaders.Set(exchange, candidate, exchange.CostMicroUsd);
        await exchange.Http.WriteJsonAsync(StatusCodes.Status200OK, body);
    }

    /// <summary>Logs the outcome, then sends a stream's last events and its end.</summary>
    public async Task EndStreamAsync(Exchange exchange, Candidate candidate, PipeWriter output, ReadOnlyMemory<byte> lastEvents)
    {
        exchange.NoteFirstByte();
        if (!await outcomes.TryRecordAsync(exchange, Completed(exchange, candidate)))
        {
            SseWriter.WriteError(output, OutcomeRecorder.NotLogged(exchange));
            await output.FlushAsync(exchange.Aborted);
            return;
        }

        output.Write(lastEvents.Span);
        if (candidate.Kind == CandidateKind.Provider)
        {
            // Headers are gone by the time the cost is known; comments are for those who look, and no client trips over them.
            SseWriter.WriteComment(output, System.Text.Encoding.ASCII.GetBytes(
                $"{FreeholdHeaders.CostUsd}: {AnswerHeaders.ToUsd(exchange.CostMicroUsd)}"));
        }

        SseWriter.WriteDone(output);
        await output.FlushAsync(exchange.Aborted);
    }

    /// <summary>Ends a stream that broke off: the client is told in the stream, and the outcome says so too.</summary>
    public async Task BreakStreamAsync(Exchange exchange, PipeWriter output, WireError error)
    {
        await outcomes.TryRecordAsync(
            exchange, exchange.ToOutcome(OutcomeStatus.Failed, StatusCodes.Status200OK, error: error.Message));
        SseWriter.WriteError(output, error);
        await output.FlushAsync(exchange.Http.RequestAborted);
    }

    private static Outcome Completed(Exchange exchange, Candidate candidate) =>
        exchange.ToOutcome(OutcomeStatus.Completed, StatusCodes.Status200OK, candidate.Digest);
}
