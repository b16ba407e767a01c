using Npgsql;

namespace Freehold.Storage.Postgres;

/// <summary>Short statements over the pool.</summary>
internal static class PostgresCommands
{
    /// <summary>A command whose parameters $1, $2, ... are these values, of the types that they have here.</summary>
    public static NpgsqlCommand Command(this PostgresDatabase database, string sql, params ReadOnlySpan<object> values)
    {
        var command = database.DataSource.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
