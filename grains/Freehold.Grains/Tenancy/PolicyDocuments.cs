using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;

namespace Freehold.Grains.Tenancy;

/// <summary>Policies between the contract's form and the document's.</summary>
internal static class PolicyDocuments
{
    /// <summary>The policy with its document, also where it was stored, or sent by a silo, of the time before documents.</summary>
    public static TenantPolicy WithDocument(TenantPolicy policy) => policy.Document is not null ? policy : policy with
    {
        Document = PolicyBeforeDocuments.ToText(
            (Label)policy.DefaultLabel,
            new ZoneRules(policy.Zones.Select(rule => ((Label)rule.Label, (IEnumerable<string>)rule.Zones))),
            policy.EscalateBelowConfidence),
    };

    /// <summary>
    /// What is stored: the document, and beside it what a silo without documents must know so that nothing leaves its zones.
    /// </summary>
    public static TenantPolicy ToPolicy(RoutingPolicyDocument document, int version) => new()
    {
        Version = version,
        Document = document.Text,
        DefaultLabel = (SensitivityLabel)document.Tenant.DefaultLabel,
        Zones =
        [
            .. Enum.GetValues<Label>().Select(label => new LabelZones
            {
                Label = (SensitivityLabel)label, Zones = [.. document.Tenant.Zones.Of(label)],
            }),
        ],
    };

    /// <summary>Why a document is not put in force.</summary>
    public static TenantCommandResult Refused(IReadOnlyList<PolicyFault> faults) => new()
    {
        Status = TenantCommandStatus.Invalid,
        Detail = "The policy is not valid, and the one in force stays. " + string.Join(' ', faults),
        Faults =
        [
            .. faults.Select(fault => new PolicyFaultMessage
            {
                Line = fault.Line, Column = fault.Column, Path = fault.Path, What = fault.What, Remedy = fault.Remedy,
            }),
        ],
    };
}
