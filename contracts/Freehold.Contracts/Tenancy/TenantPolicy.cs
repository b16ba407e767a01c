namespace Freehold.Contracts.Tenancy;

/// <summary>What a tenant allows. Versions only go up; the running version stays where a new one is refused.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TenantPolicy")]
public sealed record TenantPolicy
{
    /// <summary>Counts the accepted changes; the policy of a new tenant is version 1.</summary>
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>
    /// The whole policy as it was written, in YAML or JSON (docs/routing.md); null in what was stored before policies were documents. A
    /// tenant always gives it; the members beside it repeat what a silo without documents must know.
    /// </summary>
    [Id(4)] public string? Document { get; init; }

    /// <summary>The label of a request that brings none.</summary>
    [Id(1)] public SensitivityLabel DefaultLabel { get; init; } = SensitivityLabel.Internal;

    /// <summary>For each label the zones where its requests may be answered; a label without a rule may go nowhere.</summary>
    [Id(2)]
    public LabelZones[] Zones { get; init; } =
    [
        new() { Label = SensitivityLabel.Public, Zones = [Routing.Zones.Any] },
        new() { Label = SensitivityLabel.Internal, Zones = [Routing.Zones.Any] },
        new() { Label = SensitivityLabel.Confidential, Zones = [Routing.Zones.Device, Routing.Zones.OnPrem] },
        new() { Label = SensitivityLabel.Restricted, Zones = [Routing.Zones.Device] },
    ];

    /// <summary>
    /// Of a policy that was stored before policies were documents: the mean log-probability of its tokens (natural logarithm) below which a
    /// local answer is not kept. Null: every one is kept, or the document says.
    /// </summary>
    [Id(3)] public double? EscalateBelowConfidence { get; init; }
}

/// <summary>Where requests of one label may be answered.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LabelZones")]
public sealed record LabelZones
{
    /// <summary>The label.</summary>
    [Id(0)] public required SensitivityLabel Label { get; init; }

    /// <summary>Names as in <see cref="Routing.Zones"/>; <c>any</c> allows every zone.</summary>
    [Id(1)] public required string[] Zones { get; init; }
}
