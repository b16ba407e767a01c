using Freehold.Contracts.Inference;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Providers;
using Freehold.Contracts.Routing;

namespace Freehold.Contracts.Telemetry;

/// <summary>Our enumerations in the words of telemetry: few, lower-case, and never a text that somebody else wrote.</summary>
public static class ErrorTypes
{
    /// <summary>The client went away.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>How an attempt ended.</summary>
    public static string ToName(this AttemptResult result) => result switch
    {
        AttemptResult.Answered => "answered",
        AttemptResult.Escalated => "escalated",
        AttemptResult.Refused => "refused",
        AttemptResult.Cancelled => Cancelled,
        AttemptResult.Busy => "busy",
        AttemptResult.Lost => "lost",
        _ => "failed",
    };

    /// <summary>How a request ended.</summary>
    public static string ToName(this OutcomeStatus status) => status switch
    {
        OutcomeStatus.Completed => "completed",
        OutcomeStatus.Cancelled => Cancelled,
        OutcomeStatus.Refused => "refused",
        _ => "failed",
    };

    /// <summary>Why the router refused.</summary>
    public static string ToErrorType(this RouteRefusal refusal) => refusal switch
    {
        RouteRefusal.UnknownModel => "unknown_model",
        RouteRefusal.NoCandidates => "no_candidates",
        RouteRefusal.LabelForbidsZone => "label_forbids_zone",
        RouteRefusal.NoSuchTenant => "no_such_tenant",
        RouteRefusal.NotSupportedByModel => "not_supported_by_model",
        RouteRefusal.LimitExceeded => "limit_exceeded",
        _ => "unavailable",
    };

    /// <summary>What went wrong upstream.</summary>
    public static string ToErrorType(this ProviderFaultKind kind) => kind switch
    {
        ProviderFaultKind.Unreachable => "unreachable",
        ProviderFaultKind.TimedOut => "timeout",
        ProviderFaultKind.RateLimited => "rate_limited",
        ProviderFaultKind.ServerError => "server_error",
        ProviderFaultKind.KeyRefused => "key_refused",
        ProviderFaultKind.RequestRefused => "request_refused",
        ProviderFaultKind.Malformed => "malformed_answer",
        ProviderFaultKind.CutOff => "cut_off",
        ProviderFaultKind.SiloLost => "silo_lost",
        _ => "not_configured",
    };

    /// <summary>Why a specialist said nothing.</summary>
    public static string ToErrorType(this PredictRefusalKind kind) => kind switch
    {
        PredictRefusalKind.NotNamed => "not_named",
        PredictRefusalKind.Missing => "missing",
        PredictRefusalKind.Invalid => "invalid",
        PredictRefusalKind.NotApproved => "not_approved",
        PredictRefusalKind.TextTooLong => "text_too_long",
        PredictRefusalKind.Loading => "loading",
        _ => "unavailable",
    };

    /// <summary>Why a worker did not generate.</summary>
    public static string ToErrorType(this GenerateRefusalKind kind) => kind switch
    {
        GenerateRefusalKind.ContextTooLong => "context_too_long",
        GenerateRefusalKind.QueueFull => "queue_full",
        GenerateRefusalKind.NotSupported => "not_supported",
        _ => "model_not_loaded",
    };
}
