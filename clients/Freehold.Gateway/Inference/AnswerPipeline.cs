using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
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
/// The one way through the house: ask the router, try its candidates in order until one answers, and log the outcome before the answer's last
/// byte. Fallback ends at the first byte: from then on an answer is finished, or it fails where the client can see it.
/// </summary>
internal sealed class AnswerPipeline(
    IGrainFactory grains, LocalAttempt local, ProviderAttempt provider, OutcomeRecorder outcomes, TimeProvider time)
{
    public Arrival Arrive() => new(time.GetUtcNow(), time.GetTimestamp());

    public async Task AnswerAsync(HttpContext context, Principal principal, Arrival arrival, InferenceRequest request)
    {
        RequestTrace.Carry(context);
        var decision = await grains.GetGrain<IRouterGrain>(principal.Tenant).RouteAsync(
            new RouteRequest
            {
                Model = request.Wire.Model,
                Label = request.Label,
                Workload = request.Workload,
                NeedsProvider = request.ProviderOnlyParam is not null,
            },
            context.RequestAborted);
        var exchange = new Exchange(context, principal, request, arrival, decision, time);
        RequestTrace.Decided(exchange);
        if (decision.Refusal != RouteRefusal.None)
        {
            await outcomes.FailAsync(exchange, OutcomeStatus.Refused, RouteRefusals.ToError(decision, request));
            return;
        }

        try
        {
            await TryCandidatesAsync(exchange);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            await outcomes.CancelAsync(exchange);
        }
    }

    private async Task TryCandidatesAsync(Exchange exchange)
    {
        HeldAnswer? held = null;
        for (var i = 0; i < exchange.Decision.Candidates.Length; i++)
        {
            var ranked = exchange.Decision.Candidates[i];
            if (ranked.Candidate.Kind == CandidateKind.Provider)
            {
                if (await provider.TryAsync(exchange, ranked) == AttemptEnd.Over)
                {
                    return;
                }

                continue;
            }

            if (held is not null)
            {
                continue; // An answer that was not confident enough escalates to a provider, not to another local model.
            }

            var canEscalate = exchange.Decision.Candidates.AsSpan(i + 1).ContainsProvider();
            var (end, answer) = await local.TryAsync(exchange, ranked, canEscalate);
            if (end == AttemptEnd.Over)
            {
                return;
            }

            held = answer;
        }

        if (held is not null)
        {
            await local.DeliverHeldAsync(exchange, held);
            return;
        }

        var (error, retryAfterMs, body) = exchange.LastError!.Value;
        await outcomes.FailAsync(exchange, OutcomeStatus.Failed, error, retryAfterMs, body);
    }
}

internal static class RankedCandidates
{
    public static bool ContainsProvider(this Span<RankedCandidate> candidates)
    {
        foreach (var ranked in candidates)
        {
            if (ranked.Candidate.Kind == CandidateKind.Provider)
            {
                return true;
            }
        }

        return false;
    }
}
