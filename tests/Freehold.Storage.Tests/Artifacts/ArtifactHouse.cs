using Freehold.Storage.Artifacts;

namespace Freehold.Storage.Tests.Artifacts;

/// <summary>A store of artifacts that the suite runs on, empty at first, with a bound of 3 MiB.</summary>
public abstract class ArtifactHouse : IDisposable
{
    protected static ArtifactStoreOptions Options => new() { MaxArtifactMebibytes = 3 };

    public abstract IArtifactStore Store { get; }

    /// <summary>Changes one byte of an artifact, past the store.</summary>
    public abstract void Damage(string digest);

    /// <summary>Takes the end of an artifact away, past the store.</summary>
    public abstract void Shorten(string digest);

    /// <summary>Everything that is kept, finished or not: files or rows.</summary>
    public abstract int Count();

    public abstract void Dispose();
}
