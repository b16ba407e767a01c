namespace Freehold.Storage.Artifacts;

/// <summary>Files by the SHA-256 of their bytes: datasets, specialists, adapters, reports. What has a digest never changes.</summary>
/// <remarks>
/// <para>
/// Safe for use by many threads and, where the database is shared, by many processes. Idempotent: putting what is there changes nothing. A
/// put that fails or is cancelled leaves nothing behind; one whose task completed is durable.
/// </para>
/// <para>
/// Every method throws <see cref="ArgumentException"/> for what is no digest, <see cref="ArtifactTooLargeException"/> over the bound, and
/// <see cref="ArtifactStoreException"/> where the store fails or where what it holds is not what the digest names.
/// </para>
/// </remarks>
public interface IArtifactStore
{
    /// <summary>Keeps the bytes of a stream from where it stands to its end.</summary>
    /// <returns>Their SHA-256 in lower-case hex, 64 characters.</returns>
    Task<string> PutAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>
    /// Opens an artifact for reading from its beginning, once; null where there is none. The digest is checked while it is
    /// read: the read that reaches the end throws <see cref="ArtifactStoreException"/> where the bytes are others.
    /// </summary>
    /// <remarks>Whoever stops before the end has read bytes that nobody verified.</remarks>
    Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken);

    /// <summary>True where there is one.</summary>
    Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken);

    /// <summary>
    /// Removes an artifact; false where there is none. Who reads it at the moment may read on or fail, and never reads other bytes.
    /// </summary>
    Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken);
}
