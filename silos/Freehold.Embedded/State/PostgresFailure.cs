using Npgsql;

namespace Freehold.Embedded.State;

/// <summary>What a failure of the PostgreSQL server means here.</summary>
internal static class PostgresFailure
{
    /// <summary>
    /// True where the same command may succeed a little later: the connection failed, or the server restarts or has too much to do.
    /// (https://www.postgresql.org/docs/current/errcodes-appendix.html, classes 08, 40, 53 and 57)
    /// </summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
        PostgresException { SqlState: ['0', '8', ..] or ['4', '0', ..] or ['5', '3' or '7', ..] } => true,
        PostgresException => false,
        NpgsqlException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>One line about it.</summary>
    public static string Words(Exception exception)
    {
        var said = exception is PostgresException postgres
            ? $"{postgres.MessageText} ({postgres.SqlState})"
            : exception.InnerException?.Message ?? exception.Message;
        return said.ReplaceLineEndings(" ").TrimEnd('.');
    }
}
