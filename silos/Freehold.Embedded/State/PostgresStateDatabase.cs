using System.Diagnostics;
using Freehold.Embedded.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Runtime;

namespace Freehold.Embedded.State;

/// <summary>
/// States and reminders in a PostgreSQL database that this process holds alone. Commands that meet a restart of the server are repeated;
/// each is written so that a repetition changes nothing more.
/// </summary>
internal sealed class PostgresStateDatabase(IOptions<EmbeddedGrainOptions> options, PostgresHold hold) : IStateDatabase, IDisposable
{
    /// <summary>Commands, and connections, at a time; the server commits together what comes together.</summary>
    private const int MaxCommands = 8;

    /// <summary>Shorter than callers wait for an answer, so that they learn the reason.</summary>
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(25), LongestDelay = TimeSpan.FromSeconds(1);

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS embedded_grain_state (
          state_name text COLLATE "C" NOT NULL, grain_type text COLLATE "C" NOT NULL, grain_key text COLLATE "C" NOT NULL,
          etag text NOT NULL, payload text NOT NULL,
          PRIMARY KEY (grain_type, grain_key, state_name));
        CREATE TABLE IF NOT EXISTS embedded_reminder (
          grain_type text COLLATE "C" NOT NULL, grain_key text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
          start_utc_ticks bigint NOT NULL, period_ticks bigint NOT NULL, next_utc_ticks bigint NOT NULL,
          PRIMARY KEY (grain_type, grain_key, name));
        CREATE INDEX IF NOT EXISTS embedded_reminder_next ON embedded_reminder (next_utc_ticks)
        """;

    private readonly SemaphoreSlim _free = new(MaxCommands);
    private readonly int _maxWaiting = options.Value.MaxWaitingWrites;
    private int _waiting;
    private volatile bool _isClosed;

    private NpgsqlDataSource Source => options.Value.Postgres!;

    /// <inheritdoc/>
    public async Task OpenAsync()
    {
        try
        {
            await hold.OpenAsync();
            await using var command = Source.CreateCommand(Schema);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException exception)
        {
            await using var connection = Source.CreateConnection();
            throw new OrleansConfigurationException(
                $"The {PostgresHold.Describe(connection)} cannot keep grain states: {PostgresFailure.Words(exception)}. "
                + "Start the server, correct the connection string, or give the user the right to make tables.",
                exception);
        }
    }

    /// <summary>Runs a command.</summary>
    public Task ExecuteAsync(string sql, params object[] values) => QueryAsync(sql, static _ => true, values);

    /// <summary>Runs a command and gives what <paramref name="read"/> makes of each row.</summary>
    /// <exception cref="LimitExceededException">Too many commands wait.</exception>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        if (_isClosed)
        {
            throw new SiloUnavailableException("The database is closed; nothing can be read or written once the runtime has stopped.");
        }

        var since = Stopwatch.GetTimestamp();
        try
        {
            if (Interlocked.Increment(ref _waiting) > _maxWaiting)
            {
                throw new LimitExceededException(nameof(EmbeddedGrainOptions.MaxWaitingWrites), _waiting, _maxWaiting, "PostgreSQL");
            }

            await _free.WaitAsync().ConfigureAwait(false);
            try
            {
                return await RepeatAsync(sql, read, values, since).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        _isClosed = true;

        // Waiting is in order: with every slot taken, all that waited before is done.
        for (var i = 0; i < MaxCommands; i++)
        {
            await _free.WaitAsync();
        }

        await hold.CloseAsync();
    }

    public void Dispose() => _free.Dispose();

    private async Task<List<T>> RepeatAsync<T>(string sql, Func<NpgsqlDataReader, T> read, object[] values, long since)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                return hold.IsHeld
                    ? await RunAsync(sql, read, values).ConfigureAwait(false)
                    : throw new TimeoutException("The hold of this process on its database is lost, and not yet taken again.");
            }
            catch (Exception exception) when (PostgresFailure.IsTransient(exception) && Stopwatch.GetElapsedTime(since) < RetryFor)
            {
                // A server's time, not the grains': a test that holds their clock must not hold this.
                await Task.Delay(delay, TimeProvider.System).ConfigureAwait(false);
            }
        }
    }

    private async Task<List<T>> RunAsync<T>(string sql, Func<NpgsqlDataReader, T> read, object[] values)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
