using System.Collections.Frozen;
using Freehold.Core.Policies.Reading;

namespace Freehold.Core.Policies;

/// <summary>
/// A tenant's policy: its document, read and checked. What a workload does not state it has from the tenant. Immutable; made once for each
/// version and shared by everybody who decides by it.
/// </summary>
public sealed class RoutingPolicyDocument
{
    /// <summary>What a tenant has that never set a policy.</summary>
    public const string DefaultText = """
        default_label: internal
        zones:
          public: [any]
          internal: [any]
          confidential: [device, onprem]
          restricted: [device]
        """;

    internal RoutingPolicyDocument(string text, LabelPolicy labels, WorkloadPolicy tenant, IEnumerable<WorkloadPolicy> workloads)
    {
        (Text, Labels, Tenant) = (text, labels, tenant);
        Workloads = workloads.ToFrozenDictionary(workload => workload.Name!, StringComparer.Ordinal);
    }

    /// <summary>The policy of <see cref="DefaultText"/>.</summary>
    public static RoutingPolicyDocument Default { get; } = Parse(DefaultText);

    private static RoutingPolicyDocument Closed { get; } = Parse("default_label: restricted\nzones: {restricted: [device]}");

    /// <summary>The document as it was written.</summary>
    public string Text { get; }

    /// <summary>How the label of a text is found.</summary>
    public LabelPolicy Labels { get; }

    /// <summary>What holds for requests of no workload, or of one that the policy does not name.</summary>
    public WorkloadPolicy Tenant { get; }

    /// <summary>The workloads that the policy names.</summary>
    public FrozenDictionary<string, WorkloadPolicy> Workloads { get; }

    /// <summary>What holds for a workload; null: for requests whose workload is not known.</summary>
    public WorkloadPolicy For(string? workload) => workload is null ? Tenant : Workloads.GetValueOrDefault(workload, Tenant);

    /// <summary>Reads a document and finds all of its faults.</summary>
    /// <param name="text">YAML or JSON, at most <see cref="PolicyBounds.MaxBytes"/> bytes.</param>
    /// <param name="document">The policy; null where there are faults.</param>
    /// <param name="faults">Every fault in the order of the lines; empty for a sound document.</param>
    public static bool TryParse(string text, out RoutingPolicyDocument? document, out IReadOnlyList<PolicyFault> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        document = PolicyReader.Read(text, out faults);
        return document is not null;
    }

    /// <summary>Reads a document that has no faults.</summary>
    /// <exception cref="FormatException">It has; the message names them.</exception>
    public static RoutingPolicyDocument Parse(string text) => TryParse(text, out var document, out var faults)
        ? document!
        : throw new FormatException("The policy is not valid: " + string.Join(' ', faults));

    /// <summary>
    /// The document that is in force. One that an earlier version took and this one cannot read is no reason to let anything out:
    /// then every request is restricted, and nothing leaves the device.
    /// </summary>
    public static RoutingPolicyDocument InForce(string text) => TryParse(text, out var document, out _) ? document! : Closed;
}
