using System.Globalization;
using Freehold.Client.Http;

namespace Freehold.Client;

/// <summary>Which outcomes to read.</summary>
public sealed record OutcomeFilter
{
    /// <summary>How many at most, 1 to 1,000; null: the gateway's default, 50.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those before this sequence, newest first.</summary>
    public long? Before { get; init; }

    /// <summary>Only those after this sequence, oldest first.</summary>
    public long? After { get; init; }

    /// <summary>Only the one of this response.</summary>
    public string? Id { get; init; }

    /// <summary>Another tenant's, with an admin's key; null: the key's own tenant.</summary>
    public string? Tenant { get; init; }

    internal string ToQuery() => QueryText.Of(
        ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
        ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        ("after", After?.ToString(CultureInfo.InvariantCulture)),
        ("id", Id),
        ("tenant", Tenant));
}
