using Freehold.Contracts.Providers;
using Freehold.Contracts.Routing;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>What a client is told of a provider's fault.</summary>
internal static class ProviderErrors
{
    public static WireError ToError(Candidate candidate, ProviderFault fault, string requestId) => fault.Kind switch
    {
        ProviderFaultKind.TimedOut => new WireError(
            StatusCodes.Status504GatewayTimeout,
            $"The upstream '{candidate.Place}' did not answer in time: {fault.Detail}. Try again, ask for a shorter answer, or choose another model.",
            WireErrorTypes.Server,
            null,
            "upstream_timeout"),
        ProviderFaultKind.RateLimited => WireErrors.RateLimited(
            $"the upstream '{candidate.Place}' takes no more requests now ({fault.Detail})", ErrorResponses.ToRetryAfterSeconds(fault.RetryAfterMs)),
        ProviderFaultKind.RequestRefused => new WireError(
            fault.Status,
            $"The upstream '{candidate.Place}' refused the request ({fault.Detail}). Change the request, or choose another model.",
            WireErrorTypes.InvalidRequest,
            null,
            "upstream_refused"),
        ProviderFaultKind.SiloLost => WireErrors.SiloLost(requestId),
        ProviderFaultKind.NotConfigured => WireErrors.NoCandidates(candidate.Id, fault.Detail),
        _ => WireErrors.UpstreamFailure(candidate.Place, fault.Detail),
    };
}
