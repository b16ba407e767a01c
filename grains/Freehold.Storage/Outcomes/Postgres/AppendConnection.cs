using System.Text;
using Freehold.Storage.Outcomes.Stored;
using Npgsql;
using NpgsqlTypes;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>One writer's connection with its prepared call, opened when it is needed. After a failure it is dropped and made anew.</summary>
internal sealed class AppendConnection(NpgsqlDataSource dataSource, PostgresOutcomeLogOptions options) : IAsyncDisposable
{
    private const string Append =
        "SELECT place, event_sequence, was_there FROM freehold_append_outcomes($1, $2, $3, $4, $5, $6, $7, $8)";

    private static readonly NpgsqlDbType[] ParameterTypes =
    [
        NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Smallint, NpgsqlDbType.Text,
        NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.Smallint, NpgsqlDbType.Text,
    ];

    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;

    /// <summary>Commits the events, in their order, in one transaction and one round trip; the result has their places.</summary>
    public async Task<AppendResult[]> WriteAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            var command = _command ?? await OpenAsync().ConfigureAwait(false);
            Bind(command.Parameters, group);
            var results = new AppendResult[group.Count];
            await using var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                results[rows.GetInt64(0) - 1] = rows.IsDBNull(1)
                    ? PendingAppend.NoSuchOutcome
                    : new AppendResult(rows.GetInt64(1), rows.GetBoolean(2));
            }

            return results;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        var (command, connection) = (_command, _connection);
        (_command, _connection) = (null, null);
        if (command is not null)
            await command.DisposeAsync().ConfigureAwait(false);
        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<NpgsqlCommand> OpenAsync()
    {
        _connection = await dataSource.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        var command = new NpgsqlCommand(Append, _connection)
        {
            CommandTimeout = (options.CommandTimeoutMs + 999) / 1000,
        };
        foreach (var type in ParameterTypes)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        await command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
        return _command = command;
    }

    private static void Bind(NpgsqlParameterCollection parameters, IReadOnlyList<PendingAppend> group)
    {
        parameters[0].Value = Column(group, append => append.Log.Tenant.Value);
        parameters[1].Value = Column(group, append => append.Log.Shard);
        parameters[2].Value = Column(group, append => (short)append.Kind);
        parameters[3].Value = Column(group, append => append.Id);
        parameters[4].Value = Column(group, append => append.Subject);
        parameters[5].Value = Column(group, append => append.At.UtcDateTime);
        parameters[6].Value = Column(group, _ => (short)EventCodec.CurrentFormat);
        parameters[7].Value = Column(group, append => Encoding.UTF8.GetString(append.Payload.Span));
    }

    private static T[] Column<T>(IReadOnlyList<PendingAppend> group, Func<PendingAppend, T> value)
    {
        var column = new T[group.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(group[i]);
        return column;
    }
}
