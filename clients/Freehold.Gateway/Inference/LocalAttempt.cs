using System.Buffers;
using System.Globalization;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Gateway.Calls;
using Freehold.Wire.Errors;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference;

/// <summary>A local answer that is whole but was not confident enough; it goes out if nobody better answers.</summary>
internal sealed record HeldAnswer(RankedCandidate Ranked, LocalRun Run, Attempt Attempt);

/// <summary>Asks a model of ours for an answer.</summary>
internal sealed partial class LocalAttempt(IGrainFactory grains, ResponseWriter writer, ILogger<LocalAttempt> logger)
{
    /// <summary>Tries the candidate. An answer below the decision's confidence comes back held, where somebody is left to escalate to.</summary>
    public async Task<(AttemptEnd End, HeldAnswer? Held)> TryAsync(Exchange exchange, RankedCandidate ranked, bool canEscalate)
    {
        var run = new LocalRun(exchange, ranked.Candidate);
        var threshold = canEscalate ? ranked.KeepAtConfidence : null;
        var streams = exchange.Text.Wire.Stream && threshold is null;
        exchange.Begin(ranked.Candidate);
        try
        {
            var worker = grains.GetGrain<IWorkerGrain>(ranked.Candidate.Place);
            DeviceMemoryNeed.Set(ranked.Candidate.DeviceMemoryMebibytes);
            var request = exchange.Text.ToGenerate() with
            {
                Tenant = exchange.Principal.Tenant,
                Model = ranked.Candidate.Model,
                Adapter = exchange.Text.Adapter,
            };
            await foreach (var batch in worker.GenerateAsync(request, exchange.Aborted).WithCancellation(exchange.Aborted))
            {
                if (batch.Refusal is { } refusal)
                {
                    LocalRefusals.Note(exchange, run.Candidate, refusal, run.ToAttempt);
                    return (AttemptEnd.TryNext, null);
                }

                run.Add(batch);
                if (streams && batch.Finish is null)
                {
                    await run.SendAsync(batch.Choice);
                }
            }
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            exchange.Add(run.ToAttempt(AttemptResult.Cancelled), ErrorTypes.Cancelled);
            throw;
        }
        catch (Exception e)
        {
            return (await FailedAsync(exchange, run, e), null);
        }

        var finish = run.Finish ?? throw new InvalidOperationException($"Worker '{ranked.Candidate.Place}' ended an answer without a finish.");
        exchange.NoteAnswer(ranked.Candidate.Model, finish.Reason);
        if (threshold is { } least && !(run.Confidence >= least))
        {
            var attempt = run.ToAttempt(AttemptResult.Escalated);
            exchange.Add(attempt);
            exchange.DecisionText = string.Create(
                CultureInfo.InvariantCulture,
                $"auto: escalated, {ranked.Candidate.Id} had confidence {run.Confidence:0.00}, below {least:0.00}");
            return (AttemptEnd.TryNext, new HeldAnswer(ranked, run, attempt));
        }

        exchange.Add(run.ToAttempt(AttemptResult.Answered));
        await DeliverAsync(exchange, run);
        return (AttemptEnd.Over, null);
    }

    /// <summary>Sends an answer that was held, because nobody better answered.</summary>
    public Task DeliverHeldAsync(Exchange exchange, HeldAnswer held)
    {
        exchange.Replace(
            held.Attempt, held.Attempt with { Result = AttemptResult.Answered, Detail = "kept, because nobody better answered" });
        exchange.DecisionText = $"auto: {held.Ranked.Candidate.Id} kept below its threshold, because no provider answered";
        return DeliverAsync(exchange, held.Run);
    }

    private async Task DeliverAsync(Exchange exchange, LocalRun run)
    {
        if (exchange.Text.Wire.Stream)
        {
            await run.EndAsync(writer);
            return;
        }

        var body = new ArrayBufferWriter<byte>();
        exchange.Text.Format.WriteWhole(body, LocalRun.HeaderOf(exchange, run.Candidate), run.Answers, LocalRun.UsageOf(run.Finish!));
        await writer.SendWholeAsync(exchange, run.Candidate, body.WrittenMemory);
    }

    private async Task<AttemptEnd> FailedAsync(Exchange exchange, LocalRun run, Exception exception)
    {
        var isSiloLost = GrainRetry.IsPassing(exception);
        if (isSiloLost)
        {
            LogWorkerLost(run.Candidate.Place, exchange.Http.TraceIdentifier, exception.Message);
        }
        else
        {
            LogGenerationFailed(exception, run.Candidate.Id, exchange.Http.TraceIdentifier);
        }

        exchange.Add(run.ToAttempt(isSiloLost ? AttemptResult.Lost : AttemptResult.Failed, exception.GetType().Name), exception.GetType().FullName);
        var error = isSiloLost ? WireErrors.SiloLost(exchange.Http.TraceIdentifier) : WireErrors.Internal(exchange.Http.TraceIdentifier);
        if (run.Output is { } output)
        {
            await writer.BreakStreamAsync(exchange, output, error);
            return AttemptEnd.Over;
        }

        exchange.LastError = (error, isSiloLost ? 1_000 : 0, []);
        exchange.DecisionText = $"fallback: {run.Candidate.Id} failed";
        return AttemptEnd.TryNext;
    }

    [LoggerMessage(1008, LogLevel.Warning, "Worker '{Place}' is gone; request {RequestId}: {Reason}")]
    private partial void LogWorkerLost(string place, string requestId, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Model '{Model}' failed; request {RequestId}.")]
    private partial void LogGenerationFailed(Exception exception, string model, string requestId);
}
