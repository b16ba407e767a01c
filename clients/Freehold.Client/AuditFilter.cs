using System.Globalization;
using Freehold.Client.Http;

namespace Freehold.Client;

/// <summary>Which entries of an audit chain to read.</summary>
public sealed record AuditFilter
{
    /// <summary>How many at most, 1 to 1,000; null: the gateway's default, 50.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those before this sequence, newest first.</summary>
    public long? Before { get; init; }

    /// <summary>Only those after this sequence, oldest first.</summary>
    public long? After { get; init; }

    internal string ToQuery() => QueryText.Of(
        ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
        ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        ("after", After?.ToString(CultureInfo.InvariantCulture)));
}
