namespace Freehold.Storage.Artifacts;

/// <summary>
/// The store of artifacts failed, or holds something else than a digest names. The message says what, where and what to do.
/// </summary>
public class ArtifactStoreException : Exception
{
    public ArtifactStoreException()
    {
    }

    public ArtifactStoreException(string message)
        : base(message)
    {
    }

    public ArtifactStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
