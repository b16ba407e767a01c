using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Calls;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference;

/// <summary>Puts outcomes into the log. Nobody's answer is finished before its outcome is durable.</summary>
internal sealed partial class OutcomeRecorder(IGrainFactory grains, GrainRetry retry, ILogger<OutcomeRecorder> logger)
{
    private const int ClientClosedRequest = 499;

    /// <summary>
    /// Logs an outcome; false where that failed, and then the answer must not be finished. The client's going away does not stop it.
    /// </summary>
    public async ValueTask<bool> TryRecordAsync(Exchange exchange, Outcome outcome)
    {
        try
        {
            RequestTrace.Carry(exchange.Http);
            RequestTrace.Ends(exchange.Http, outcome.Status);
            var log = OutcomeLogId.For(TenantId.Parse(exchange.Principal.Tenant)).ToString();
            await retry.RunAsync(
                (Log: grains.GetGrain<IOutcomeLogGrain>(log), Outcome: outcome),
                static (append, token) => new ValueTask<long>(append.Log.AppendAsync(append.Outcome, token)),
                CancellationToken.None);
            return true;
        }
        catch (Exception e)
        {
            LogOutcomeLost(e, outcome.Id, exchange.Http.TraceIdentifier);
            return false;
        }
    }

    /// <summary>Logs that nobody answered, and tells the client why.</summary>
    public async Task FailAsync(
        Exchange exchange, OutcomeStatus status, WireError error, int retryAfterMs = 0, byte[]? upstreamBody = null)
    {
        if (!await TryRecordAsync(exchange, exchange.ToOutcome(status, error.Status, error: error.Message)))
        {
            await exchange.Http.WriteErrorAsync(NotLogged(exchange));
            return;
        }

        AnswerHeaders.Set(exchange, null, null);
        await (upstreamBody is { Length: > 0 }
            ? exchange.Http.WriteJsonAsync(error.Status, upstreamBody)
            : exchange.Http.WriteErrorAsync(error, retryAfterMs));
    }

    /// <summary>Logs that the client went away.</summary>
    public ValueTask<bool> CancelAsync(Exchange exchange) => TryRecordAsync(
        exchange, exchange.ToOutcome(OutcomeStatus.Cancelled, ClientClosedRequest, error: "the client closed the request"));

    /// <summary>What the client is told where the log does not take its outcome.</summary>
    public static WireError NotLogged(Exchange exchange) => new(
        StatusCodes.Status503ServiceUnavailable,
        "The outcome of this request could not be logged, so its answer is withheld. Try again later; if it happens again, give the operator "
        + $"the request id {exchange.Http.TraceIdentifier}.",
        WireErrorTypes.Server,
        null,
        "outcome_not_logged");

    [LoggerMessage(1002, LogLevel.Error, "Outcome {OutcomeId} could not be logged; request {RequestId}.")]
    private partial void LogOutcomeLost(Exception exception, string outcomeId, string requestId);
}
