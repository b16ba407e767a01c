using System.Globalization;

namespace Freehold.Storage.Sqlite;

/// <summary>
/// Brings a database to the newest schema. <c>user_version</c> counts the steps that were done; a step, once released, never changes.
/// </summary>
/// <param name="applicationId">Tells our file from any other SQLite database (<c>PRAGMA application_id</c>).</param>
/// <param name="steps">The SQL from version n to n + 1, in order, beginning with the empty file.</param>
internal sealed class SchemaMigrator(int applicationId, params string[] steps)
{
    /// <exception cref="SchemaException">The file is another program's, or a newer version's.</exception>
    public void Apply(SqliteDatabase database)
    {
        var version = database.Number("PRAGMA user_version");
        var owner = database.Number("PRAGMA application_id");
        var isEmpty = version == 0 && database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && owner != applicationId)
            throw new SchemaException($"'{database.Path}' is a database of another program. Move it away, or choose another data folder.");
        if (version > steps.Length)
        {
            throw new SchemaException(
                $"'{database.Path}' has schema version {version}, and this program knows versions up to {steps.Length}: " +
                "start the newer program that wrote it, or restore a backup from before the upgrade.");
        }

        for (var done = (int)version; done < steps.Length; done++)
            Apply(database, steps[done], done + 1);
    }

    // The version changes in the same transaction as the schema, so that a crash leaves either both or none.
    private void Apply(SqliteDatabase database, string step, int version)
    {
        database.Run("BEGIN IMMEDIATE");
        try
        {
            database.Run(step);
            database.Run(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA application_id = {applicationId}; PRAGMA user_version = {version}; COMMIT"));
        }
        catch
        {
            if (database.InTransaction)
                database.Run("ROLLBACK");
            throw;
        }
    }
}

/// <summary>A database that this program must not touch.</summary>
internal sealed class SchemaException(string message) : Exception(message);
