using Freehold.Storage.Artifacts;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Artifacts;

internal sealed class FileArtifactHouse : ArtifactHouse
{
    private readonly TempFolder _temp = new();
    private readonly DataFolder _folder;

    public FileArtifactHouse()
    {
        _folder = DataFolder.Open(_temp["data"]);
        Store = Open();
    }

    public override IArtifactStore Store { get; }

    public FileArtifactStore Open() => new(_folder, Options);

    public string PathOf(string digest) => Path.Combine(_folder.ArtifactsPath, digest[..2], digest);

    public string Partial(string name) => Path.Combine(_folder.ArtifactsPath, "partial", name);

    public override void Damage(string digest)
    {
        var bytes = File.ReadAllBytes(PathOf(digest));
        bytes[^1] ^= 1;
        File.WriteAllBytes(PathOf(digest), bytes);
    }

    public override void Shorten(string digest) => File.WriteAllBytes(PathOf(digest), File.ReadAllBytes(PathOf(digest))[..^1]);

    public override int Count() => Directory.GetFiles(_folder.ArtifactsPath, "*", SearchOption.AllDirectories).Length;

    public override void Dispose()
    {
        _folder.Dispose();
        _temp.Dispose();
    }
}
