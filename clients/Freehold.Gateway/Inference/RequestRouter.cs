using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Workloads;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Calls;

namespace Freehold.Gateway.Inference;

/// <summary>
/// Decides who answers a request: finds its features and its workload, answers by a rule where the policy has one, and asks the router
/// where not. The prompt itself stays here.
/// </summary>
internal sealed class RequestRouter(IGrainFactory grains, GrainRetry retry, TenantPolicies policies)
{
    /// <param name="principal">Who asks.</param>
    /// <param name="request">The request, its label found.</param>
    /// <param name="conversation">Who answered its earlier turns.</param>
    /// <param name="responseId">The id of its answer; null where the decision is only to be shown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<Routed> RouteAsync(
        Principal principal, InferenceRequest request, Conversation conversation, string? responseId, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(principal.Tenant, cancellationToken);
        var prompt = request.Prompt;
        var features = prompt.Text.Length == 0 ? null : FeatureExtractor.Extract(prompt.Text, new FeatureContext(null, prompt.Turn));
        var guess = request.Workload is { } named ? WorkloadGuess.Named(named)
            : features is null ? WorkloadGuess.Unknown : policy.Workloads.Classifier.Classify(features);
        if (features is not null && guess.Workload is { } workload)
        {
            if (request.Workload is not null && responseId is not null)
            {
                policy.Workloads.Observe(new WorkloadExample(workload, features));
            }

            features = FeatureExtractor.WithWorkload(features, workload);
        }

        var ask = ToAsk(request, conversation, responseId) with
        {
            Workload = guess.Workload,
            WorkloadConfidence = guess.Confidence,
            Features = features?.ToBytes() ?? [],
        };
        if (RuleRouting.Find(policy, request, ask) is { } byRule)
        {
            return byRule;
        }

        var decision = await retry.RunAsync(
            (Router: grains.GetGrain<IRouterGrain>(principal.Tenant), Request: ask),
            static (call, token) => call.Router.RouteAsync(call.Request, token),
            cancellationToken);
        return ToRouted(ask, decision, policy.Document);
    }

    /// <summary>Nothing is kept of a workload that the policy does not name: a client could name ever new ones.</summary>
    private static Routed ToRouted(RouteRequest ask, RouteDecision decision, RoutingPolicyDocument policy) =>
        decision.Workload is { } workload && policy.Workloads.TryGetValue(workload, out var named)
            ? new Routed(ask, decision, null) { Training = named.Training, Distill = named.Distill }
            : new Routed(ask, decision, null);

    private static RouteRequest ToAsk(InferenceRequest request, Conversation conversation, string? responseId) => new()
    {
        Model = request.Model,
        Label = StricterOf(request.Label, request.Findings.Label),
        RedactedLabel = request.Findings.Redacted.Count == 0
            ? null
            : StricterOf(request.Label, request.Findings.RedactedLabel) ?? SensitivityLabel.Public,
        SensitiveKinds = [.. request.Findings.Kinds.Select(kind => kind.Name())],
        LabelFailed = request.Findings.Failure is not null,
        NeedsProvider = request.ProviderOnlyParam is not null,
        NeedsLocal = request is TextRequest { Adapter: not null },
        Embeds = request is EmbedTextsRequest,
        PromptTokens = request.Prompt.Tokens,
        MaxCompletionTokens = (request as TextRequest)?.Wire.OutputTokenLimit ?? 0,
        Turn = request.Prompt.Turn,
        HeldBy = conversation.Holder?.Candidate,
        HeldAt = conversation.Holder?.Place,
        HeldTokens = conversation.Holder?.Tokens ?? 0,
        PrefixKey = conversation.PrefixKey,
        StudentForm = (request as TextRequest)?.StudentForm ?? StudentForm.None,
        RolloutKey = responseId,
        Explain = responseId is null,
    };

    private static SensitivityLabel? StricterOf(SensitivityLabel? requested, Label found) =>
        found == Label.Public ? requested : (SensitivityLabel)LabelRules.Strictest((Label)(requested ?? SensitivityLabel.Public), found);
}
