using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Redaction;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference.Students;
using Freehold.Gateway.Training;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>How one attempt left the exchange.</summary>
internal enum AttemptEnd
{
    /// <summary>The client has its answer, or its error: the exchange is over.</summary>
    Over,

    /// <summary>Nothing was sent: the next candidate may try.</summary>
    TryNext,
}

/// <summary>
/// The one way through the house: ask the rules and the router, try the candidates in order until one answers, and log the outcome before the answer's last
/// byte. Fallback ends at the first byte: from then on an answer is finished, or it fails where the client can see it.
/// </summary>
internal sealed class AnswerPipeline(
    RequestRouter router, RuleAttempt rule, SpecialistAttempt specialist, LocalAttempt local, EmbedAttempt embed, ProviderAttempt provider,
    StudentShadows shadows, OutcomeRecorder outcomes, ResponseWriter writer,
    Drain drain, Conversations conversations, OneWayRedactor redactor, TimeProvider time)
{
    public Arrival Arrive() => new(time.GetUtcNow(), time.GetTimestamp());

    public async Task AnswerAsync(HttpContext context, Principal principal, Arrival arrival, InferenceRequest request)
    {
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drain.Cut);
        RequestTrace.Carry(context);
        var conversation = conversations.Find(principal.Tenant, request);
        var responseId = $"{request.Form.IdPrefix}{Guid.CreateVersion7(arrival.At):N}";
        var routed = await router.RouteAsync(principal, request, conversation, responseId, context.RequestAborted);
        var capture = TranscriptCapture.Begin(request, routed, redactor);
        var exchange = new Exchange(context, principal, request, arrival, responseId, routed, time, aborted.Token)
        {
            Capture = capture,
            Answer = capture is not null || routed.Decision.Student is not null ? new AnswerListener() : null,
        };
        RequestTrace.Decided(exchange);
        if (routed.Decision.Refusal != RouteRefusal.None)
        {
            await outcomes.FailAsync(exchange, OutcomeStatus.Refused, RouteRefusals.ToError(routed.Decision, request));
            return;
        }

        try
        {
            await (routed.Rule is { } byRule ? rule.AnswerAsync(exchange, routed.Decision.Candidates[0].Candidate, byRule.Text)
                : request is EmbedTextsRequest texts ? EmbedAsync(exchange, texts)
                : TryCandidatesAsync(exchange));
            conversations.Remember(exchange, conversation);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            await (context.RequestAborted.IsCancellationRequested ? outcomes.CancelAsync(exchange).AsTask() : CutAsync(exchange));
        }
    }

    /// <summary>The process ends and cannot wait for this answer.</summary>
    private Task CutAsync(Exchange exchange) => exchange.IsStreaming
        ? writer.BreakStreamAsync(exchange, exchange.Http.Response.BodyWriter, WireErrors.Stopping())
        : outcomes.FailAsync(exchange, OutcomeStatus.Failed, WireErrors.Stopping(), retryAfterMs: 1_000);

    private async Task EmbedAsync(Exchange exchange, EmbedTextsRequest texts)
    {
        foreach (var ranked in exchange.Decision.Candidates)
        {
            if (await embed.TryAsync(exchange, texts, ranked.Candidate) == AttemptEnd.Over)
            {
                return;
            }
        }

        await FailAsync(exchange);
    }

    private Task FailAsync(Exchange exchange)
    {
        var (error, retryAfterMs, body) = exchange.LastError!.Value;
        return outcomes.FailAsync(exchange, OutcomeStatus.Failed, error, retryAfterMs, body);
    }

    private async Task TryCandidatesAsync(Exchange exchange)
    {
        using var shadow = exchange.Shadow = shadows.Begin(exchange);
        HeldAnswer? held = null;
        for (var i = 0; i < exchange.Decision.Candidates.Length; i++)
        {
            var ranked = exchange.Decision.Candidates[i];
            if (held is not null && held.Ranked.Candidate.Id == ranked.Candidate.Id)
            {
                continue; // The same model at another place would say the same.
            }

            if (ranked.Candidate.Kind is CandidateKind.Provider or CandidateKind.Specialist)
            {
                var attempt = ranked.Candidate.Kind == CandidateKind.Provider ? provider.TryAsync(exchange, ranked) : specialist.TryAsync(exchange, ranked);
                if (await attempt == AttemptEnd.Over)
                {
                    return;
                }

                continue;
            }

            var canEscalate = exchange.Decision.Candidates.AsSpan(i + 1).ContainsOther(ranked.Candidate.Id);
            var (end, answer) = await local.TryAsync(exchange, ranked, canEscalate);
            if (end == AttemptEnd.Over)
            {
                return;
            }

            held = HeldAnswer.Better(held, answer);
        }

        if (held is not null)
        {
            await local.DeliverHeldAsync(exchange, held);
            return;
        }

        await FailAsync(exchange);
    }
}

internal static class RankedCandidates
{
    /// <summary>True where another model is among them than this one.</summary>
    public static bool ContainsOther(this Span<RankedCandidate> candidates, string id)
    {
        foreach (var ranked in candidates)
        {
            if (ranked.Candidate.Id != id)
            {
                return true;
            }
        }

        return false;
    }
}
