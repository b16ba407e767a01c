using System.Globalization;
using Freehold.Client.Http;
using Freehold.Wire;

namespace Freehold.Client;

/// <summary>Who answered, why, and what it cost, as the response's headers tell.</summary>
public sealed record RouteInfo
{
    /// <summary>Id of the HTTP request, for the operator's logs.</summary>
    public string? RequestId { get; init; }

    /// <summary>The candidate that answered.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of the weights that answered, where they are the gateway's own.</summary>
    public string? ModelDigest { get; init; }

    /// <summary>Why it was chosen.</summary>
    public string? Decision { get; init; }

    /// <summary>The label that the request ran under.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// What all attempts cost, in USD; null where the headers went out before that was known, as for a streamed answer. The outcome
    /// (<see cref="FreeholdClient.GetOutcomeAsync"/>) has it then.
    /// </summary>
    public decimal? CostUsd { get; init; }

    internal static RouteInfo From(HttpResponseMessage response) => new()
    {
        RequestId = response.Find(FreeholdHeaders.RequestId),
        Model = response.Find(FreeholdHeaders.Model),
        ModelDigest = response.Find(FreeholdHeaders.ModelDigest),
        Decision = response.Find(FreeholdHeaders.Decision),
        Label = response.Find(FreeholdHeaders.Label),
        CostUsd = decimal.TryParse(response.Find(FreeholdHeaders.CostUsd), NumberStyles.Number, CultureInfo.InvariantCulture, out var cost)
            ? cost
            : null,
    };
}
