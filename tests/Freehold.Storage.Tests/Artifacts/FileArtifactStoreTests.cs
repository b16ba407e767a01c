using Freehold.Storage.Artifacts;

namespace Freehold.Storage.Tests.Artifacts;

/// <summary>What holds of artifacts as files only.</summary>
public sealed class FileArtifactStoreTests : IDisposable
{
    private readonly FileArtifactHouse _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Only_this_user_may_read_a_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");
        var digest = await _house.Store.PutAsync(new MemoryStream([1, 2, 3]), Stop);

#pragma warning disable CA1416 // Skipped there.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_house.PathOf(digest)));
#pragma warning restore CA1416
    }

    [Fact]
    public void What_a_killed_process_left_unfinished_is_removed_at_the_next_start()
    {
        File.WriteAllText(_house.Partial("left.partial"), "half");

        _house.Open();

        Assert.Equal(0, _house.Count());
    }

    [Fact]
    public async Task Putting_a_damaged_artifact_again_mends_it()
    {
        var digest = await _house.Store.PutAsync(new MemoryStream([1, 2, 3]), Stop);
        _house.Damage(digest);

        await _house.Store.PutAsync(new MemoryStream([1, 2, 3]), Stop);

        await using var stream = (await _house.Store.OpenAsync(digest, Stop))!;
        var read = new byte[3];
        await stream.ReadExactlyAsync(read, Stop);
        Assert.Equal([1, 2, 3], read);
    }

    [Fact]
    public void A_bound_out_of_its_range_is_named()
    {
        var result = new ArtifactStoreOptionsValidator().Validate(null, new ArtifactStoreOptions { MaxArtifactMebibytes = 0 });

        Assert.True(result.Failed);
        Assert.Equal("ArtifactStoreOptions.MaxArtifactMebibytes is 0; set it to 1 to 4096.", result.FailureMessage);
    }
}
