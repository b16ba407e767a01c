using System.Globalization;
using Freehold.Client.Http;

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
        RequestId = response.Find(HeaderNames.RequestId),
        Model = response.Find(HeaderNames.Model),
        ModelDigest = response.Find(HeaderNames.ModelDigest),
        Decision = response.Find(HeaderNames.Decision),
        Label = response.Find(HeaderNames.Label),
        CostUsd = decimal.TryParse(response.Find(HeaderNames.CostUsd), NumberStyles.Number, CultureInfo.InvariantCulture, out var cost)
            ? cost
            : null,
    };
}
