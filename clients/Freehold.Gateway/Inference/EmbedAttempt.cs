using System.Buffers;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Gateway.Calls;
using Freehold.Wire.Embeddings;
using Freehold.Wire.Errors;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference;

/// <summary>Asks a model of ours for embeddings.</summary>
internal sealed partial class EmbedAttempt(IGrainFactory grains, ResponseWriter writer, ILogger<EmbedAttempt> logger)
{
    /// <summary>Tries the candidate; the same model at another place may go on where this one cannot.</summary>
    public async Task<AttemptEnd> TryAsync(Exchange exchange, EmbedTextsRequest texts, Candidate candidate)
    {
        var startedAt = exchange.Now();
        exchange.Begin(candidate);
        EmbedAnswer answer;
        try
        {
            DeviceMemoryNeed.Set(candidate.DeviceMemoryMebibytes);
            var worker = grains.GetGrain<IWorkerGrain>(candidate.Place);
            answer = await worker.EmbedAsync(ToMessage(exchange, texts, candidate), exchange.Aborted);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            exchange.Add(ToAttempt(AttemptResult.Cancelled, null), ErrorTypes.Cancelled);
            throw;
        }
        catch (Exception e)
        {
            Failed(exchange, candidate, e, ToAttempt);
            return AttemptEnd.TryNext;
        }

        if (answer.Refusal is { } refusal)
        {
            LocalRefusals.Note(exchange, candidate, refusal, ToAttempt);
            return AttemptEnd.TryNext;
        }

        exchange.NoteAnswer(candidate.Model, null);
        exchange.Add(ToAttempt(AttemptResult.Answered, null) with { PromptTokens = answer.PromptTokens, QueueTimeMs = answer.QueueTimeMs });
        var body = new ArrayBufferWriter<byte>();
        EmbeddingsAnswerWriter.Write(body, candidate.Id, answer.Vectors, texts.Wire.AsBase64, answer.PromptTokens);
        await writer.SendWholeAsync(exchange, candidate, body.WrittenMemory);
        return AttemptEnd.Over;

        Attempt ToAttempt(AttemptResult result, string? detail) => new()
        {
            Candidate = candidate.Id,
            Result = result,
            Detail = detail,
            LatencyMs = exchange.ElapsedMs(startedAt),
        };
    }

    private static EmbedRequest ToMessage(Exchange exchange, EmbedTextsRequest texts, Candidate candidate) => new()
    {
        Tenant = exchange.Principal.Tenant,
        Model = candidate.Model,
        Texts = texts.Wire.Input.Texts?.ToArray(),
        TokenIds = texts.Wire.Input.Tokens?.ToArray(),
        Dimensions = texts.Wire.Dimensions,
    };

    private void Failed(Exchange exchange, Candidate candidate, Exception exception, Func<AttemptResult, string?, Attempt> toAttempt)
    {
        var isSiloLost = GrainRetry.IsPassing(exception);
        if (isSiloLost)
        {
            LogWorkerLost(candidate.Place, exchange.Http.TraceIdentifier, exception.Message);
        }
        else
        {
            LogEmbeddingFailed(exception, candidate.Id, exchange.Http.TraceIdentifier);
        }

        var result = isSiloLost ? AttemptResult.Lost : AttemptResult.Failed;
        exchange.Add(toAttempt(result, exception.GetType().Name), exception.GetType().FullName);
        var error = isSiloLost ? WireErrors.SiloLost(exchange.Http.TraceIdentifier) : WireErrors.Internal(exchange.Http.TraceIdentifier);
        exchange.LastError = (error, isSiloLost ? 1_000 : 0, []);
        exchange.DecisionText = $"fallback: {candidate.Id} failed";
    }

    [LoggerMessage(1010, LogLevel.Warning, "Worker '{Place}' is gone; request {RequestId}: {Reason}")]
    private partial void LogWorkerLost(string place, string requestId, string reason);

    [LoggerMessage(1011, LogLevel.Error, "Model '{Model}' failed to embed; request {RequestId}.")]
    private partial void LogEmbeddingFailed(Exception exception, string model, string requestId);
}
