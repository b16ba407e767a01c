using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Rules;
using Freehold.Gateway.Admission;

namespace Freehold.Gateway.Inference;

/// <summary>Decides by the rules of a policy, before any model is thought of.</summary>
internal static class RuleRouting
{
    /// <summary>What the name of an answering rule begins with, where a model's would stand.</summary>
    public const string Prefix = "rule:";

    /// <summary>
    /// The decision, where a rule answers; else null. Rules answer <c>auto</c> only, since a client that names a model wants that model,
    /// and only what plain text can answer. What they answer never leaves this process, so every label that may stay on the device has
    /// them.
    /// </summary>
    public static Routed? Find(AdmissionPolicy policy, InferenceRequest request, RouteRequest ask)
    {
        var rules = policy.Document.For(ask.Workload);
        if (request is not TextRequest { AsksForPlainText: true }
            || ask is not { Model: RouteRequest.AutoModel, NeedsProvider: false, NeedsLocal: false })
        {
            return null;
        }

        var label = ask.LabelFailed ? Label.Restricted : LabelRules.Decide((Label?)ask.Label, rules.DefaultLabel);
        return rules.Zones.Allows(label, Zones.Device) && rules.Rules.Answer(request.Prompt.Text) is { } answer
            ? new Routed(ask, ToDecision(policy, ask, label, answer), answer)
            : null;
    }

    private static RouteDecision ToDecision(AdmissionPolicy policy, RouteRequest ask, Label label, RuleAnswer answer) => new()
    {
        Candidates =
        [
            new RankedCandidate
            {
                Candidate = new Candidate
                {
                    Id = Prefix + answer.Rule,
                    Kind = CandidateKind.Rule,
                    Zone = Zones.Device,
                    Place = "gateway",
                    Model = answer.Rule,
                    Digest = answer.Version,
                },
                Reason = "a rule of the policy answers",
                Propensity = 1,
                ExpectedCostMicroUsd = 0,
            },
        ],
        Refused = [],
        Reason = $"rule: {answer.Rule}",
        Label = (SensitivityLabel)label,
        PolicyVersion = policy.Version,
        Workload = ask.Workload,
        WorkloadConfidence = ask.WorkloadConfidence,
        RuleVersion = answer.Version,
    };
}
