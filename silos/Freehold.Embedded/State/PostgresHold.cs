using Freehold.Embedded.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Runtime;

namespace Freehold.Embedded.State;

/// <summary>
/// The hold of this process on its database: a session's advisory lock, kept for as long as the process runs. The runtime is one process
/// and never becomes a cluster: another process is refused at its start, and one that lost its hold to another stops.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS</remarks>
internal sealed class PostgresHold(
    IOptions<EmbeddedGrainOptions> options, ILogger<EmbeddedRuntime> logger, IHostApplicationLifetime? lifetime = null) : IDisposable
{
    private const long AdvisoryLock = 0x4648_454D_4245_4444; // "FHEMBEDD" in ASCII

    // A process that was just killed leaves its lock for a moment; one whose network is cut, until the server misses its answers.
    private static readonly string Take =
        "SET lock_timeout = '3s'; SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
        + $"SELECT pg_advisory_lock({AdvisoryLock})";

    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private readonly RuntimeLog _log = new(logger);
    private readonly CancellationTokenSource _closing = new();
    private NpgsqlConnection? _connection;
    private (int Process, DateTime Started) _session;
    private Task _watch = Task.CompletedTask;
    private volatile bool _isHeld;

    /// <summary>False while the lock's connection is lost and not yet made anew.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Takes the hold and keeps it until <see cref="CloseAsync"/>.</summary>
    /// <exception cref="OrleansConfigurationException">Another process has it.</exception>
    /// <exception cref="NpgsqlException">The database cannot be used.</exception>
    public async Task OpenAsync()
    {
        await TakeAsync().ConfigureAwait(false);
        _watch = WatchAsync();
    }

    /// <summary>Which database it is, for messages.</summary>
    public static string Describe(NpgsqlConnection connection) =>
        $"PostgreSQL database '{connection.Database}' on {connection.Host}:{connection.Port}";

    /// <summary>Gives the database free for another process.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        if (_connection is { } connection)
        {
            await ReleaseAsync(connection).ConfigureAwait(false);
        }

        Dispose();
    }

    /// <summary>The connection goes back into its pool, and the lock would go with it.</summary>
    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        await using var release = Command(connection, "SELECT pg_advisory_unlock_all()");
        try
        {
            await release.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and with it the lock.
        }
    }

    public void Dispose()
    {
        _isHeld = false;
        _connection?.Dispose();
        _connection = null;
        _closing.Dispose();
    }

    private async Task TakeAsync()
    {
        var connection = await options.Value.Postgres!.OpenConnectionAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            await EndOldSessionAsync(connection).ConfigureAwait(false);
            await using var take = Command(connection, Take);
            await take.ExecuteNonQueryAsync(_closing.Token).ConfigureAwait(false);
            await using var started = Command(connection, "SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()");
            _session = (connection.ProcessID, (DateTime)(await started.ExecuteScalarAsync(_closing.Token).ConfigureAwait(false))!);
            _connection = connection;
            _isHeld = true;
        }
        catch (Exception exception)
        {
            await ReleaseAsync(connection).ConfigureAwait(false); // The end may have come in the moment in which the lock was given.
            await connection.DisposeAsync().ConfigureAwait(false);
            if (exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                throw new OrleansConfigurationException(
                    $"The {Describe(connection)} is in use by another process of the embedded runtime, which is one process and no cluster. "
                    + "Stop that one, name another database, or use the Orleans build for several processes.",
                    exception);
            }

            throw;
        }
    }

    /// <summary>Where only our network was cut, the server may still keep the lock for our own old session.</summary>
    private async Task EndOldSessionAsync(NpgsqlConnection connection)
    {
        if (_session == default)
        {
            return;
        }

        await using var end = Command(
            connection,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2 AND pid <> pg_backend_pid()",
            _session.Process,
            _session.Started);
        await end.ExecuteNonQueryAsync(_closing.Token).ConfigureAwait(false);
    }

    private async Task WatchAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                // Ends at once where the connection breaks; a silent one is asked.
                if (!await _connection!.WaitAsync(CheckPeriod, _closing.Token).ConfigureAwait(false))
                {
                    await using var ask = Command(_connection, "SELECT 1");
                    await ask.ExecuteNonQueryAsync(_closing.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
            {
                await TakeAgainAsync(exception).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeAgainAsync(Exception cause)
    {
        _isHeld = false;
        var name = Describe(_connection!);
        _log.HoldLost(name, PostgresFailure.Words(cause));
        await _connection!.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await TakeAsync().ConfigureAwait(false);
                _log.HoldTakenAgain(name);
                return;
            }
            catch (OrleansConfigurationException exception)
            {
                _log.HoldTakenByAnother(exception.Message);
                lifetime?.StopApplication();
                await _closing.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                // A server's time, not the grains': a test that holds their clock must not hold this.
                await Task.Delay(RetryPeriod, TimeProvider.System, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)CheckPeriod.TotalSeconds };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
