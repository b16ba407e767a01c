using System.Net.Sockets;
using Npgsql;

namespace Freehold.Storage.Postgres;

/// <summary>What a failure of the server or of the way to it means: whether repeating helps, and what an operator can do.</summary>
/// <remarks>SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html</remarks>
internal static class PostgresFaults
{
    private const string DiskFull = PostgresErrorCodes.DiskFull;

    /// <summary>True where the same work may succeed on another connection a little later: a restart, a fail-over, a deadlock.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException { SqlState: DiskFull } => false,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled } => true,
        PostgresException { SqlState: var state } => Is(state, "08") || Is(state, "53"),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>One line: what the server or the driver says.</summary>
    public static string Words(Exception exception) => exception switch
    {
        PostgresException postgres => $"the server says '{OneLine(postgres.MessageText)}' ({postgres.SqlState}).",
        { InnerException: SocketException or TimeoutException or IOException } => $"{OneLine(exception.InnerException!.Message)}.",
        _ => OneLine(exception.Message),
    };

    /// <summary>What an operator can do about it.</summary>
    public static string Remedy(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "Correct the user or the password, or let the user in by the server's pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            "Correct the name, or make the database (CREATE DATABASE) and give it to this user.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            "Raise the server's max_connections, or set a smaller 'Maximum Pool Size' in the connection string.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "Give this user the right to it (GRANT, or ALTER ... OWNER TO).",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => "It is starting or stopping: try again in a moment.",
        PostgresException { SqlState: DiskFull } => "Free some space on the server's disk; appends work again by themselves.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "Connect to the primary server, not to a standby.",
        PostgresException => "Look at the server's log.",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } =>
            "Correct the host's name.",
        NpgsqlException { InnerException: null } when exception.Message.Contains("assword", StringComparison.Ordinal) =>
            "Name a password in the connection string, in PGPASSWORD or in a passfile.",
        _ => "Start the server, or correct host and port; then look at the network and its firewalls.",
    };

    private static bool Is(string sqlState, string family) => sqlState.StartsWith(family, StringComparison.Ordinal);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.');
}
