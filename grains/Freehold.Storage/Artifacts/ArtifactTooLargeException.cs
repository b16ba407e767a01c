namespace Freehold.Storage.Artifacts;

/// <summary>An artifact is larger than the store takes; nothing of it is kept.</summary>
public sealed class ArtifactTooLargeException : ArtifactStoreException
{
    public ArtifactTooLargeException()
    {
    }

    public ArtifactTooLargeException(string message)
        : base(message)
    {
    }

    public ArtifactTooLargeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
