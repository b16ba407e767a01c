using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admin;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference;
using Freehold.Wire.Admin;
using Freehold.Wire.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Routing;

/// <summary>
/// <c>POST /v1/route/explain</c>: how a request would be routed now, by the very code that routes it. Takes the body and the headers of a
/// chat completion, or <c>{"prompt": TEXT}</c>. Nobody is asked, nothing is logged, and no text comes back.
/// </summary>
internal sealed class RouteExplainApi(ChatRequests requests, RequestRouter router, Conversations conversations,
    IOptions<GatewayOptions> options)
{
    public async Task PostAsync(HttpContext context, Principal principal)
    {
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is not { } body
            || await requests.ReadAsync(context, principal, AsChat(body)) is not { } request)
        {
            return;
        }

        var conversation = conversations.Find(principal.Tenant, request);
        var routed = await router.RouteAsync(principal, request, conversation, responseId: null, context.RequestAborted);
        await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(request, routed), AdminJson.Default.RouteExplanation);
    }

    /// <summary>A prompt alone as the chat of one message; any other body as it is, for its reader to judge.</summary>
    private static byte[] AsChat(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, AdminJson.Default.ExplainRequest) is not { } prompt)
            {
                return body;
            }

            var chat = new JsonObject
            {
                ["model"] = prompt.Model ?? RouteRequest.AutoModel,
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt.Prompt }),
            };
            return Encoding.UTF8.GetBytes(chat.ToJsonString());
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static RouteExplanation ToView(InferenceRequest request, Routed routed)
    {
        var (ask, decision, rule) = routed;
        return new RouteExplanation
        {
            Label = decision.Label.ToString(),
            SensitiveKinds = ask.SensitiveKinds,
            LabelFailure = request.Findings.Failure,
            Redaction = request.Findings.Redacted.Count > 0 ? "reversible" : "none",
            Workload = decision.Workload,
            WorkloadConfidence = decision.WorkloadConfidence,
            Rule = rule?.Rule,
            RuleVersion = rule?.Version,
            PolicyVersion = decision.PolicyVersion,
            WeightsVersion = decision.WeightsVersion,
            PromptTokens = ask.PromptTokens,
            Decision = decision.Reason,
            Refusal = decision.Refusal == RouteRefusal.None ? null : decision.Refusal.ToErrorType(),
            Candidates = [.. decision.Candidates.Select(ToView), .. decision.Refused.Select(ToView)],
        };
    }

    private static ExplainedCandidate ToView(RankedCandidate ranked) => new()
    {
        Id = ranked.Candidate.Id,
        Zone = ranked.Candidate.Zone,
        Allowed = true,
        Reason = ranked.Reason,
        ExpectedQuality = ranked.ExpectedQuality,
        QualityDeviation = ranked.QualityDeviation,
        ExpectedCostMicroUsd = ranked.ExpectedCostMicroUsd,
        ExpectedLatencyMs = ranked.ExpectedLatencyMs,
        Propensity = ranked.Propensity,
        KeepAtProbability = ranked.KeepAtProbability,
    };

    private static ExplainedCandidate ToView(RefusedCandidate refused) => new()
    {
        Id = refused.Id,
        Allowed = false,
        Reason = refused.Reason,
        ExpectedQuality = refused.ExpectedQuality,
        QualityDeviation = refused.QualityDeviation,
        ExpectedCostMicroUsd = refused.ExpectedCostMicroUsd,
        ExpectedLatencyMs = refused.ExpectedLatencyMs,
        Propensity = 0,
    };
}
