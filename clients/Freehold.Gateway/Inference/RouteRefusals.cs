using Freehold.Contracts.Routing;
using Freehold.Wire;
using Freehold.Wire.Errors;

namespace Freehold.Gateway.Inference;

/// <summary>What a client is told where the router refuses.</summary>
internal static class RouteRefusals
{
    /// <summary>What to do where there is nobody at all.</summary>
    public const string NothingConfigured =
        "no model and no provider is configured. Start the server with --model NAME=PATH or --provider NAME=BASE_URL.";

    public static WireError ToError(RouteDecision decision, InferenceRequest request)
    {
        var model = request.Model;
        return decision.Refusal switch
        {
            RouteRefusal.UnknownModel => WireErrors.ModelNotFound(model),
            RouteRefusal.LabelForbidsZone => WireErrors.LabelForbidsZone(decision.Label.ToString(), model, Reasons(decision)),
            RouteRefusal.NotSupportedByModel => UnsupportedParam(request) is { } param
                ? WireErrors.ParameterUnsupported(model, param)
                : WireErrors.ModelUnsuitable(model, Reasons(decision)),
            RouteRefusal.Unavailable => WireErrors.NoCandidates(model, Reasons(decision)),
            RouteRefusal.LimitExceeded => WireErrors.LimitExceeded(model, Reasons(decision)),
            RouteRefusal.NoSuchTenant => WireErrors.InvalidApiKey(),
            _ => WireErrors.NoCandidates(model, decision.Refused.Length > 0 ? Reasons(decision) : NothingConfigured),
        };
    }

    private static string? UnsupportedParam(InferenceRequest request) =>
        request.ProviderOnlyParam ?? (request is TextRequest { Adapter: not null } ? FreeholdHeaders.Adapter : null);

    private static string Reasons(RouteDecision decision) =>
        string.Join("; ", decision.Refused.Take(5).Select(refused => $"{refused.Id}: {refused.Reason}"));
}
