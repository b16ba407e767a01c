using System.Diagnostics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Freehold.Gateway.Inference;

/// <summary>What the house adds to the server span that ASP.NET makes; nothing where it makes none.</summary>
internal static class RequestTrace
{
    /// <summary>From here on the flow's grain calls are made on behalf of the request as a whole, not of one attempt.</summary>
    public static void Carry(HttpContext context) => Tracing.Carry(SpanOf(context));

    /// <summary>Who asks, and what the router said.</summary>
    public static void Decided(Exchange exchange)
    {
        if (exchange.Decision.Refusal != RouteRefusal.None)
        {
            HouseMetrics.Refused(exchange.Decision.Refusal.ToErrorType());
        }

        if (SpanOf(exchange.Http) is { IsAllDataRequested: true } span)
        {
            span.SetTag(SpanAttributes.Tenant, exchange.Principal.Tenant)
                .SetTag(SpanAttributes.RequestId, exchange.Http.TraceIdentifier)
                .SetTag(SpanAttributes.ResponseId, exchange.ResponseId)
                .SetTag(SpanAttributes.Label, exchange.Decision.Label.ToString())
                .SetTag(SpanAttributes.Decision, exchange.Decision.Reason)
                .SetTag(SpanAttributes.StudentVersion, exchange.Decision.Student?.Candidate.Version)
                .SetTag(SpanAttributes.StudentArm, exchange.Decision.Student?.Arm);
        }
    }

    /// <summary>How it ends.</summary>
    public static void Ends(HttpContext context, OutcomeStatus status) => SpanOf(context)?.SetTag(SpanAttributes.OutcomeStatus, status.ToName());

    private static Activity? SpanOf(HttpContext context) => Tracing.IsOn ? context.Features.Get<IHttpActivityFeature>()?.Activity : null;
}
