using System.Buffers;
using System.IO.Pipelines;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Providers;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Redaction;
using Freehold.Gateway.Calls;
using Freehold.Gateway.Redaction;
using Freehold.Wire.Restoring;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference;

/// <summary>Asks a provider for an answer.</summary>
internal sealed partial class ProviderAttempt(
    IGrainFactory grains, CompletionWatch watch, ResponseWriter writer, OutcomeRecorder outcomes, ILogger<ProviderAttempt> logger)
{
    private static readonly ProviderUsage NoUsage = new() { PromptTokens = 0, CompletionTokens = 0, CostMicroUsd = 0 };

    public Task<AttemptEnd> TryAsync(Exchange exchange, RankedCandidate ranked)
    {
        var candidate = ranked.Candidate;
        RedactedRequest? redacted;
        try
        {
            redacted = exchange.RedactFor(candidate);
        }
        catch (RedactionLimitException e)
        {
            return NotRedactedAsync(exchange, candidate, e);
        }

        var grain = grains.GetGrain<IProviderGrain>(ProviderId.For(candidate.Place, exchange.ResponseId).ToString());
        var request = new ProviderRequest
        {
            Path = exchange.Text.Format.Path,
            Body = redacted?.Body ?? exchange.Text.Body,
            Model = candidate.Model,
            ResponseId = exchange.ResponseId,
            ClientWantsUsage = exchange.Text.Wire.WantsStreamUsage,
        };
        return exchange.Text.Wire.Stream
            ? StreamAsync(exchange, candidate, grain, request, redacted?.OpenAnswer())
            : CompleteAsync(exchange, candidate, grain, request, redacted?.OpenAnswer());
    }

    private Task<AttemptEnd> NotRedactedAsync(Exchange exchange, Candidate candidate, RedactionLimitException exception)
    {
        exchange.Begin(candidate);
        var fault = new ProviderFault { Kind = ProviderFaultKind.NotConfigured, Detail = exception.Message };
        return FailedAsync(exchange, candidate, exchange.Now(), fault, NoUsage);
    }

    private async Task<AttemptEnd> CompleteAsync(
        Exchange exchange, Candidate candidate, IProviderGrain grain, ProviderRequest request, AnswerRestorer? restorer)
    {
        exchange.Begin(candidate);
        var startedAt = exchange.Now();
        ProviderReply reply;
        try
        {
            reply = await watch.WaitAsync(grain, request.ResponseId, grain.CompleteAsync(request, exchange.Aborted), exchange.Aborted);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            exchange.Add(ToAttempt(exchange, candidate, AttemptResult.Cancelled, startedAt, NoUsage), ErrorTypes.Cancelled);
            throw;
        }
        catch (Exception e)
        {
            reply = new ProviderReply { Fault = CallFailed(e, exchange, candidate) };
        }

        if (reply.Fault is { } fault)
        {
            return await FailedAsync(exchange, candidate, startedAt, fault, NoUsage);
        }

        exchange.NoteAnswer(reply.Model, reply.FinishReason, reply.Usage is not { Estimated: false });
        exchange.Add(ToAttempt(exchange, candidate, AttemptResult.Answered, startedAt, reply.Usage ?? NoUsage));
        var body = restorer.RestoreWhole(reply.Body);
        exchange.Answer?.Take(body.Span);
        await writer.SendWholeAsync(exchange, candidate, body);
        return AttemptEnd.Over;
    }

    private async Task<AttemptEnd> StreamAsync(
        Exchange exchange, Candidate candidate, IProviderGrain grain, ProviderRequest request, AnswerRestorer? restorer)
    {
        exchange.Begin(candidate);
        var startedAt = exchange.Now();
        var usage = NoUsage;
        PipeWriter? output = null;
        try
        {
            await foreach (var batch in grain.StreamAsync(request, exchange.Aborted).WithCancellation(exchange.Aborted))
            {
                usage = batch.Usage;
                if (batch.Fault is { } fault)
                {
                    return output is null && batch.Events.Length == 0
                        ? await FailedAsync(exchange, candidate, startedAt, fault, usage)
                        : await BrokenAsync(exchange, candidate, startedAt, output, batch, fault, restorer);
                }

                output ??= ResponseWriter.BeginStream(exchange, candidate, costMicroUsd: null);
                if (batch.Complete)
                {
                    exchange.NoteAnswer(batch.Model, batch.FinishReason, usage.Estimated);
                    exchange.Add(ToAttempt(exchange, candidate, AttemptResult.Answered, startedAt, usage));
                    var last = restorer.RestoreEvents(batch.Events, isEnd: true);
                    exchange.Answer?.TakeEvents(last.Span);
                    await writer.EndStreamAsync(exchange, candidate, output, last);
                    return AttemptEnd.Over;
                }

                exchange.NoteFirstByte();
                var events = restorer.RestoreEvents(batch.Events, isEnd: false);
                exchange.Answer?.TakeEvents(events.Span);
                await output.WriteAsync(events, exchange.Aborted);
            }
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            exchange.Add(ToAttempt(exchange, candidate, AttemptResult.Cancelled, startedAt, usage), ErrorTypes.Cancelled);
            throw;
        }
        catch (Exception e)
        {
            var fault = CallFailed(e, exchange, candidate);
            return output is null
                ? await FailedAsync(exchange, candidate, startedAt, fault, usage)
                : await BrokenAsync(exchange, candidate, startedAt, output, new ProviderBatch { Usage = usage }, fault, restorer);
        }

        throw new InvalidOperationException($"The stream of provider '{candidate.Place}' ended without a last batch.");
    }

    /// <summary>Nothing was sent: unless the request itself is at fault, somebody else may try.</summary>
    private async Task<AttemptEnd> FailedAsync(
        Exchange exchange, Candidate candidate, long startedAt, ProviderFault fault, ProviderUsage usage)
    {
        var result = fault.Kind switch
        {
            ProviderFaultKind.RequestRefused => AttemptResult.Refused,
            ProviderFaultKind.RateLimited => AttemptResult.Busy,
            ProviderFaultKind.SiloLost => AttemptResult.Lost,
            _ => AttemptResult.Failed,
        };
        exchange.Add(ToAttempt(exchange, candidate, result, startedAt, usage, fault.Detail), fault.Kind.ToErrorType());
        var error = ProviderErrors.ToError(candidate, fault, exchange.Http.TraceIdentifier);
        if (fault.Kind == ProviderFaultKind.RequestRefused)
        {
            await outcomes.FailAsync(exchange, OutcomeStatus.Failed, error, fault.RetryAfterMs, fault.Body);
            return AttemptEnd.Over;
        }

        exchange.LastError = (error, fault.RetryAfterMs, []);
        exchange.DecisionText = $"fallback: {candidate.Id} failed ({fault.Detail})";
        return AttemptEnd.TryNext;
    }

    private async Task<AttemptEnd> BrokenAsync(
        Exchange exchange, Candidate candidate, long startedAt, PipeWriter? output, ProviderBatch batch, ProviderFault fault,
        AnswerRestorer? restorer)
    {
        var result = fault.Kind == ProviderFaultKind.SiloLost ? AttemptResult.Lost : AttemptResult.Failed;
        exchange.Add(ToAttempt(exchange, candidate, result, startedAt, batch.Usage, fault.Detail), fault.Kind.ToErrorType());
        output ??= ResponseWriter.BeginStream(exchange, candidate, costMicroUsd: null);
        exchange.NoteFirstByte();
        output.Write(restorer.RestoreEvents(batch.Events, isEnd: true).Span);
        await writer.BreakStreamAsync(exchange, output, ProviderErrors.ToError(candidate, fault, exchange.Http.TraceIdentifier));
        return AttemptEnd.Over;
    }

    /// <summary>The grain itself failed, or its silo: a fault of ours, but for the client no other than the upstream's.</summary>
    private ProviderFault CallFailed(Exception exception, Exchange exchange, Candidate candidate)
    {
        LogCallFailed(exception, candidate.Place, exchange.Http.TraceIdentifier);
        return GrainRetry.IsPassing(exception)
            ? new ProviderFault { Kind = ProviderFaultKind.SiloLost, Detail = "the silo that called it went away", RetryAfterMs = 1_000 }
            : new ProviderFault { Kind = ProviderFaultKind.CutOff, Detail = "the call to it failed inside the server" };
    }

    [LoggerMessage(1003, LogLevel.Error, "The call to provider '{Provider}' failed; request {RequestId}.")]
    private partial void LogCallFailed(Exception exception, string provider, string requestId);

    private static Attempt ToAttempt(
        Exchange exchange, Candidate candidate, AttemptResult result, long startedAt, ProviderUsage usage, string? detail = null) => new()
        {
            Candidate = candidate.Id,
            Result = result,
            Detail = detail ?? (usage.Estimated && usage.CompletionTokens > 0 ? "tokens are estimated: the upstream did not tell" : null),
            PromptTokens = usage.PromptTokens,
            CompletionTokens = usage.CompletionTokens,
            CostMicroUsd = usage.CostMicroUsd,
            LatencyMs = exchange.ElapsedMs(startedAt),
        };
}
