using System.Data;
using Freehold.Storage.Postgres;
using Npgsql;

namespace Freehold.Storage.Artifacts;

/// <summary>Artifacts in PostgreSQL, in rows of <see cref="ChunkBytes"/>: every silo of a cluster finds them.</summary>
/// <remarks>
/// An artifact goes through a file for this user only on its way in and out, gone once it is read: a call that meets a restart of the
/// server can so be made again, no transaction waits for a slow reader, and memory holds one chunk.
/// </remarks>
/// <param name="database">Where they are, with its schema up to date.</param>
/// <param name="options">The bound.</param>
/// <param name="time">The clock by which calls are tried again.</param>
public sealed class PostgresArtifactStore(PostgresDatabase database, ArtifactStoreOptions options, TimeProvider time) : IArtifactStore
{
    /// <summary>Bytes of one row.</summary>
    public const int ChunkBytes = 1 << 20;

    private readonly PostgresCalls _calls =
        new("The store of artifacts", database, time, (message, cause) => new ArtifactStoreException(message, cause));

    /// <inheritdoc/>
    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        await using var spool = OpenSpool();
        await spool.FillAsync(content, options.MaxArtifactBytes, cancellationToken).ConfigureAwait(false);
        await _calls.RunAsync(stop => InsertAsync(spool, stop), cancellationToken).ConfigureAwait(false);
        return spool.Digest;
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken)
    {
        ArtifactDigest.Check(digest);
        var spool = OpenSpool();
        try
        {
            var found = await _calls.RunAsync(stop => ReadAsync(digest, spool.File, stop), cancellationToken).ConfigureAwait(false);
            if (found is not { } length)
                return null;
            if (spool.File.Length != length)
            {
                throw new ArtifactStoreException(
                    $"The artifact {digest} in the {database.Name} has {spool.File.Length} of its {length} bytes. Restore it from a backup, or "
                    + "delete it and make it anew.");
            }

            spool.File.Position = 0;
            return new VerifyingStream(spool.Release(), digest);
        }
        finally
        {
            await spool.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken)
    {
        var key = Key(digest);
        return await _calls.RunAsync(
            async stop =>
            {
                await using var command = database.Command("SELECT 1 FROM artifacts WHERE digest = $1", key);
                return await command.ExecuteScalarAsync(stop).ConfigureAwait(false) is not null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken)
    {
        var key = Key(digest);
        return await _calls.RunAsync(
            async stop =>
            {
                await using var command = database.Command("DELETE FROM artifacts WHERE digest = $1", key);
                return await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false) == 1;
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The row of the digest comes first: whoever puts the same bytes at the same time waits for it, and then has nothing left to do.
    private async Task<bool> InsertAsync(ArtifactSpool spool, CancellationToken cancellationToken)
    {
        var key = Key(spool.Digest);
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var claim = new NpgsqlCommand(
            "INSERT INTO artifacts (digest, length) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection)
        {
            Parameters = { new() { Value = key }, new() { Value = spool.File.Length } },
        };
        if (await claim.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            return false;

        spool.File.Position = 0;
        var chunk = new byte[ChunkBytes];
        for (var number = 0; ; number++)
        {
            var read = await spool.File.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
                break;
            await using var insert = new NpgsqlCommand(
                "INSERT INTO artifact_chunks (digest, number, content) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = key }, new() { Value = number }, new() { Value = new ArraySegment<byte>(chunk, 0, read) } },
            };
            await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Copies the chunks; the length that the artifact should have, null where there is none.</summary>
    private async Task<long?> ReadAsync(string digest, Stream output, CancellationToken cancellationToken)
    {
        output.SetLength(0);
        await using var command = database.Command(
            """
            SELECT artifact.length, chunk.content FROM artifacts AS artifact LEFT JOIN artifact_chunks AS chunk USING (digest)
            WHERE digest = $1 ORDER BY chunk.number
            """,
            Key(digest));
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        long? length = null;
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            length = rows.GetInt64(0);
            if (await rows.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false))
                continue; // An empty artifact has no chunk.
            var content = await rows.GetStreamAsync(1, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
                await content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        }

        return length;
    }

    private static ArtifactSpool OpenSpool()
    {
        var folder = Path.GetTempPath();
        try
        {
            return ArtifactSpool.Open(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactStoreException(
                $"An artifact needs a temporary file, and none can be made in '{folder}': {exception.Message} Free some space, or set TMPDIR.",
                exception);
        }
    }

    private static byte[] Key(string digest) => Convert.FromHexString(ArtifactDigest.Check(digest));
}
