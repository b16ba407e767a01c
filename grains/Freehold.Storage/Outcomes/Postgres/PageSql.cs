using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>The statements behind a page: each outcome is followed by its newest feedback, oldest first.</summary>
internal static class PageSql
{
    private static readonly string OldestFirst = Page("", "ASC"), NewestFirst = Page("", "DESC"), ById = Page("AND id = $7", "ASC");

    public static string For(OutcomeQuery query) => query switch
    {
        { Id: not null } => ById,
        { After: not null } => OldestFirst,
        _ => NewestFirst,
    };

    public static object[] Parameters(OutcomeLogId log, OutcomeQuery query)
    {
        var before = query.After is null ? query.Before : null;
        object[] common =
        [
            log.Tenant.Value, log.Shard, query.After ?? 0, before ?? long.MaxValue, query.Limit + 1L, (long)LoggedOutcome.MaxFeedback,
        ];
        return query.Id is { } id ? [.. common, id] : common;
    }

    // Feedback goes into the log of its outcome, so that its sequence tells which is newer.
    private static string Page(string filter, string order) =>
        $"""
        WITH page AS (
          SELECT sequence, id, format, payload FROM outcome_events
          WHERE tenant = $1 AND shard = $2 AND sequence > $3 AND sequence < $4 AND kind = 1 {filter}
          ORDER BY sequence {order} LIMIT $5)
        SELECT sequence, kind, format, payload FROM (
          SELECT page.sequence AS outcome, page.sequence, 1::smallint AS kind, page.format, page.payload FROM page
          UNION ALL
          SELECT page.sequence AS outcome, newest.sequence, newest.kind, newest.format, newest.payload
          FROM page CROSS JOIN LATERAL (
            SELECT * FROM outcome_events AS event WHERE event.tenant = $1 AND event.subject = page.id
            ORDER BY event.sequence DESC LIMIT $6) AS newest) AS lines
        ORDER BY outcome {order}, kind, sequence
        """;
}
