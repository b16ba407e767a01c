using System.Text;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Transcripts.Stored;
using Npgsql;
using NpgsqlTypes;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>One writer's connection with its prepared calls, opened when it is needed. After a failure it is dropped and made anew.</summary>
internal sealed class AppendConnection(NpgsqlDataSource dataSource, PostgresOutcomeLogOptions options) : IAsyncDisposable
{
    private const string Append =
        "SELECT place, event_sequence, was_there FROM freehold_append_outcomes($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string AppendWithTranscripts =
        "SELECT place, event_sequence, was_there FROM freehold_append_with_transcripts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    private static readonly NpgsqlDbType[] EventTypes =
    [
        NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Smallint, NpgsqlDbType.Text,
        NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.Smallint, NpgsqlDbType.Text,
    ];

    private static readonly NpgsqlDbType[] TranscriptTypes = [NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.Bytea];

    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _append;
    private NpgsqlCommand? _appendWithTranscripts;

    /// <summary>Commits the events, in their order, in one transaction and one round trip; the result has their places.</summary>
    public async Task<AppendResult[]> WriteAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            var command = await CommandForAsync(group).ConfigureAwait(false);
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
        var (append, withTranscripts, connection) = (_append, _appendWithTranscripts, _connection);
        (_append, _appendWithTranscripts, _connection) = (null, null, null);
        if (append is not null)
            await append.DisposeAsync().ConfigureAwait(false);
        if (withTranscripts is not null)
            await withTranscripts.DisposeAsync().ConfigureAwait(false);
        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The call for a group, bound. Where nothing that was said is to be kept, none knows of transcripts.</summary>
    private async ValueTask<NpgsqlCommand> CommandForAsync(IReadOnlyList<PendingAppend> group)
    {
        if (!group.Any(append => append.Transcript is not null))
        {
            _append ??= await PrepareAsync(Append, EventTypes).ConfigureAwait(false);
            Bind(_append.Parameters, group);
            return _append;
        }

        _appendWithTranscripts ??= await PrepareAsync(AppendWithTranscripts, [.. EventTypes, .. TranscriptTypes]).ConfigureAwait(false);
        Bind(_appendWithTranscripts.Parameters, group);
        BindTranscripts(_appendWithTranscripts.Parameters, group);
        return _appendWithTranscripts;
    }

    private async Task<NpgsqlCommand> PrepareAsync(string sql, NpgsqlDbType[] arrays)
    {
        _connection ??= await dataSource.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        var command = new NpgsqlCommand(sql, _connection)
        {
            CommandTimeout = (options.CommandTimeoutMs + 999) / 1000,
        };
        foreach (var type in arrays)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        if (arrays.Length > EventTypes.Length)
        {
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = TranscriptCodec.CurrentFormat });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = options.MaxTranscriptsPerWorkload });
        }

        await command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
        return command;
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

    private static void BindTranscripts(NpgsqlParameterCollection parameters, IReadOnlyList<PendingAppend> group)
    {
        parameters[8].Value = Column(group, append => append.Transcript?.Workload);
        parameters[9].Value = Column(group, append => append.Transcript?.ExpiresAt.UtcDateTime);
        parameters[10].Value = Column(group, append => append.Transcript?.Content);
    }

    private static T[] Column<T>(IReadOnlyList<PendingAppend> group, Func<PendingAppend, T> value)
    {
        var column = new T[group.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(group[i]);
        return column;
    }
}
