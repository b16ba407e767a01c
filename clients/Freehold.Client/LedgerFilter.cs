using System.Globalization;
using Freehold.Client.Http;

namespace Freehold.Client;

/// <summary>What to sum up of the ledger.</summary>
public sealed record LedgerFilter
{
    /// <summary>Only requests that arrived at this time or later; null: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only requests that arrived before this time; null: to the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What a row stands for: <c>model</c>, <c>day</c> or <c>month</c>; null: <c>model</c>.</summary>
    public string? By { get; init; }

    /// <summary>Another tenant's, with an admin's key; null: the key's own tenant.</summary>
    public string? Tenant { get; init; }

    internal string ToQuery() => QueryText.Of(("from", Text(From)), ("to", Text(To)), ("by", By), ("tenant", Tenant));

    private static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
