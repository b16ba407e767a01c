using Freehold.Contracts.Economics;

namespace Freehold.Storage.Ledger.Stored;

/// <summary>How the stores sum up, in the SQL that both databases read, and how times are stored.</summary>
internal static class LedgerSql
{
    /// <summary>
    /// Parameters: tenant, from and to (Unix milliseconds, to is not included), limit. Columns: name, and four sums of the row, then the same
    /// of the whole range. One scan: the total comes from the groups. A sum that does not fit fails in both databases.
    /// </summary>
    public static string Sums(LedgerGrouping by)
    {
        var (key, order) = by switch
        {
            LedgerGrouping.Model => ("candidate", "cost DESC, name"),
            LedgerGrouping.Day => ("CAST(day AS text)", "name"),
            LedgerGrouping.Month => ("CAST(day / 100 AS text)", "name"),
            _ => throw new ArgumentOutOfRangeException(nameof(by)),
        };
        return $"""
            SELECT name, attempts, prompt, completion, cost,
                   CAST(sum(attempts) OVER () AS bigint), CAST(sum(prompt) OVER () AS bigint),
                   CAST(sum(completion) OVER () AS bigint), CAST(sum(cost) OVER () AS bigint)
            FROM (SELECT {key} AS name, count(*) AS attempts, CAST(sum(prompt_tokens) AS bigint) AS prompt,
                         CAST(sum(completion_tokens) AS bigint) AS completion, CAST(sum(cost_micro_usd) AS bigint) AS cost
                  FROM ledger_postings WHERE tenant = $1 AND at_ms >= $2 AND at_ms < $3 GROUP BY {key}) AS grouped
            ORDER BY {order} LIMIT $4
            """;
    }

    /// <summary>The name of a row: days and months are stored as numbers such as 20260131.</summary>
    public static string NameOf(LedgerGrouping by, string stored) => by switch
    {
        LedgerGrouping.Day => $"{stored[..^4]}-{stored[^4..^2]}-{stored[^2..]}",
        LedgerGrouping.Month => $"{stored[..^2]}-{stored[^2..]}",
        _ => stored,
    };

    /// <summary>The UTC day of a time as a number such as 20260131.</summary>
    public static int DayOf(DateTimeOffset at)
    {
        var (year, month, day) = DateOnly.FromDateTime(at.UtcDateTime);
        return (year * 10_000) + (month * 100) + day;
    }

    public static (long From, long To) RangeOf(LedgerQuery query) =>
        (query.From?.ToUnixTimeMilliseconds() ?? long.MinValue, query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue);

    /// <summary>A report from the rows of <see cref="Sums"/>, of which there may be one more than a report has.</summary>
    public static LedgerReport ToReport(List<LedgerRow> rows, LedgerSums total) => new()
    {
        Rows = [.. rows.Take(LedgerQuery.MaxRows)],
        HasMore = rows.Count > LedgerQuery.MaxRows,
        Total = total,
    };
}
