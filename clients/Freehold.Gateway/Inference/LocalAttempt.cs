using System.Buffers;
using System.Globalization;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Calibration;
using Freehold.Gateway.Calls;
using Freehold.Gateway.Inference.Students;
using Freehold.Wire.Errors;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference;

/// <summary>A local answer that is whole but is not likely enough to be right; it goes out if nobody better answers.</summary>
internal sealed record HeldAnswer(RankedCandidate Ranked, LocalRun Run, Attempt Attempt)
{
    /// <summary>The one that is likelier to be right, where there are two.</summary>
    public static HeldAnswer? Better(HeldAnswer? held, HeldAnswer? next) =>
        next is null || held?.Attempt.Probability > (next.Attempt.Probability ?? 0) ? held : next;
}

/// <summary>Asks a model of ours for an answer.</summary>
internal sealed partial class LocalAttempt(IGrainFactory grains, ResponseWriter writer, ILogger<LocalAttempt> logger)
{
    /// <summary>Tries the candidate. An answer that its cascade does not keep comes back held, where somebody is left to escalate to.</summary>
    public async Task<(AttemptEnd End, HeldAnswer? Held)> TryAsync(Exchange exchange, RankedCandidate ranked, bool canEscalate)
    {
        var run = new LocalRun(exchange, ranked.Candidate);
        var cascade = canEscalate ? ranked.Cascade : null;
        var streams = exchange.Text.Wire.Stream && cascade is null;
        exchange.Begin(ranked.Candidate);
        try
        {
            var worker = grains.GetGrain<IWorkerGrain>(ranked.Candidate.Place);
            DeviceMemoryNeed.Set(ranked.Candidate.DeviceMemoryMebibytes);
            var request = ToGenerate(exchange, ranked);
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

            await JudgeAsync(exchange, run, ranked.Cascade, cascade is null ? null : worker, request);
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
        var isOutOfScope = ranked.Candidate.AdapterDigest is not null && exchange.Decision.Student is { } plan
            && AdapterCalls.LeavesToTeacher(plan, run.Answers[0].Text);
        if (cascade is not null && (isOutOfScope || run.Judgement is not { Keep: true }))
        {
            var attempt = run.ToAttempt(AttemptResult.Escalated, isOutOfScope ? "the text is out of its scope" : null);
            exchange.Add(attempt);
            exchange.DecisionText = isOutOfScope ? $"auto: escalated, the text is out of the scope of {ranked.Candidate.Id}" : string.Create(
                CultureInfo.InvariantCulture,
                $"auto: escalated, {ranked.Candidate.Id} is right with probability {run.Judgement?.Probability ?? 0:0.00}, {Demand(cascade)}");
            return (AttemptEnd.TryNext, new HeldAnswer(ranked, run, attempt));
        }

        exchange.Add(run.ToAttempt(AttemptResult.Answered));
        await DeliverAsync(exchange, run);
        return (AttemptEnd.Over, null);
    }

    /// <summary>Sends an answer that was held, because nobody better answered.</summary>
    public Task DeliverHeldAsync(Exchange exchange, HeldAnswer held)
    {
        (exchange.AnsweredBy, exchange.AnswerProbability) = (held.Ranked.Candidate, held.Attempt.Probability);
        exchange.Replace(
            held.Attempt, held.Attempt with { Result = AttemptResult.Answered, Detail = "kept, because nobody better answered" });
        exchange.DecisionText = $"auto: {held.Ranked.Candidate.Id} kept below its threshold, because nobody better answered";
        return DeliverAsync(exchange, held.Run);
    }

    private static GenerateRequest ToGenerate(Exchange exchange, RankedCandidate ranked)
    {
        var request = exchange.Text.ToGenerate() with
        {
            Tenant = exchange.Principal.Tenant,
            Model = ranked.Candidate.Model,
            Adapter = exchange.Text.Adapter,
            AdapterDigest = ranked.Candidate.AdapterDigest,
        };
        if (ranked.Candidate.AdapterDigest is not null)
        {
            request = request with { Temperature = 0 }; // A student was put to the test so; see AdapterCalls.
        }

        // The likeliest token and the next one: their distance is one of the answer's signals.
        return ranked.Cascade is null ? request : request with { TopLogprobs = Math.Max(request.TopLogprobs ?? 0, 2) };
    }

    /// <summary>Further answers are drawn only where the judgement decides something: <paramref name="sampler"/> is null where not.</summary>
    private async Task JudgeAsync(
        Exchange exchange, LocalRun run, CascadeRule? cascade, IWorkerGrain? sampler, GenerateRequest request)
    {
        if (run.Finish is null)
        {
            return;
        }

        var isJson = request.ResponseFormat == "text" ? (bool?)null : Array.TrueForAll(run.Answers, answer => SelfConsistency.IsJson(answer.Text));
        var agreement = double.NaN;
        if (sampler is not null && cascade is { Samples: > 0 })
        {
            try
            {
                agreement = await ConsistencySamples.AgreementAsync(
                    sampler, run.Candidate, request, run.Answers[0].Text, cascade.Samples, exchange.Aborted);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotSampled(run.Candidate.Id, exchange.Http.TraceIdentifier, e.Message); // The answer itself is whole.
            }
        }

        run.Judge(cascade, agreement, isJson);
        exchange.AnswerProbability = run.Judgement?.Probability;
    }

    /// <summary>What the cascade asks for, in words: without outcomes nothing is promised, and that is said.</summary>
    private static string Demand(CascadeRule cascade) => double.IsPositiveInfinity(cascade.KeepAtScore)
        ? string.Create(
            CultureInfo.InvariantCulture, $"and {cascade.Outcomes} outcomes show no score from which {cascade.KeepAtProbability:0.00} hold")
        : string.Create(CultureInfo.InvariantCulture, $"below {cascade.KeepAtProbability:0.00}")
            + (cascade.Outcomes == 0 ? " (assumed, not learned)" : "");

    private async Task DeliverAsync(Exchange exchange, LocalRun run)
    {
        exchange.Answer?.Take(run.Answers[0]);
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

    [LoggerMessage(1012, LogLevel.Warning, "Model '{Model}' gave no samples to compare its answer with; request {RequestId}: {Reason}")]
    private partial void LogNotSampled(string model, string requestId, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Model '{Model}' failed; request {RequestId}.")]
    private partial void LogGenerationFailed(Exception exception, string model, string requestId);
}
