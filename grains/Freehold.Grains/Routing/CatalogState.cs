using Freehold.Contracts.Routing;

namespace Freehold.Grains.Routing;

/// <summary>
/// What was on offer when it last changed. The catalog begins with it where its silo went away: it is better to ask a candidate that is gone
/// than to know none until every owner has announced again.
/// </summary>
[GenerateSerializer, Alias("freehold.CatalogState")]
public sealed class CatalogState
{
    /// <summary>One entry an owner.</summary>
    [Id(0)] public CatalogOffer[] Offers { get; set; } = [];
}

/// <summary>What one owner offers.</summary>
[GenerateSerializer, Immutable, Alias("freehold.CatalogOffer")]
public sealed record CatalogOffer
{
    /// <summary>Who announced it.</summary>
    [Id(0)] public required string Owner { get; init; }

    /// <summary>What was announced.</summary>
    [Id(1)] public required Candidate[] Candidates { get; init; }
}
