using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>What becomes of an attempt that a worker of ours refused.</summary>
internal static class LocalRefusals
{
    /// <summary>Adds the attempt to the exchange, with what the client is told if nobody else answers.</summary>
    public static void Note(
        Exchange exchange, Candidate candidate, GenerateRefusal refusal, Func<AttemptResult, string?, Attempt> toAttempt)
    {
        var (result, error) = refusal.Kind switch
        {
            GenerateRefusalKind.ContextTooLong => (AttemptResult.Refused, new WireError(
                StatusCodes.Status400BadRequest,
                refusal.Detail,
                WireErrorTypes.InvalidRequest,
                exchange.Request.Form.PromptParam,
                "context_length_exceeded")),
            GenerateRefusalKind.QueueFull => (AttemptResult.Busy, WireErrors.RateLimited(
                $"as many requests wait for the model '{candidate.Id}' as may", ErrorResponses.ToRetryAfterSeconds(refusal.RetryAfterMs))),
            GenerateRefusalKind.NotSupported => (AttemptResult.Refused, new WireError(
                StatusCodes.Status400BadRequest,
                refusal.Detail,
                WireErrorTypes.InvalidRequest,
                refusal.Parameter,
                refusal.Parameter is null ? "unsupported_parameter" : "invalid_value")),
            _ => (AttemptResult.Failed, WireErrors.NoCandidates(exchange.Request.Model, refusal.Detail)),
        };
        exchange.Add(toAttempt(result, refusal.Detail), refusal.Kind.ToErrorType());
        exchange.LastError = (error, refusal.RetryAfterMs, []);
        exchange.DecisionText = $"fallback: {candidate.Id} could not take the request ({refusal.Kind})";
    }
}
