using Freehold.Testing;

namespace Freehold.Storage.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_new_folder_belongs_to_its_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = DataFolder.Open(_temp["a/b"]);

#pragma warning disable CA1416 // skipped on Windows
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
#pragma warning restore CA1416
    }

    [Fact]
    public void A_folder_in_use_is_refused_until_it_is_free()
    {
        using (DataFolder.Open(_temp.FullPath))
        {
            var exception = Assert.Throws<DataFolderException>(() => DataFolder.Open(_temp.FullPath));
            Assert.Contains("in use by another process", exception.Message, StringComparison.Ordinal);
            Assert.Contains(_temp.FullPath, exception.Message, StringComparison.Ordinal);
        }

        DataFolder.Open(_temp.FullPath).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_says_what_to_do()
    {
        File.WriteAllText(_temp["file"], "");

        var exception = Assert.Throws<DataFolderException>(() => DataFolder.Open(_temp["file/data"]));
        Assert.Contains("Choose another one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_not_said_to_be_in_use()
    {
        // A folder in the lock's place fails as a missing right does, for root too.
        Directory.CreateDirectory(_temp["freehold.lock"]);

        var exception = Assert.Throws<DataFolderException>(() => DataFolder.Open(_temp.FullPath));
        Assert.Contains("cannot be written", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_files_lie_in_it()
    {
        using var folder = DataFolder.Open(_temp.FullPath);

        Assert.Equal(_temp["grains.db"], folder.GrainStatePath);
        Assert.Equal(_temp["outcomes.db"], folder.OutcomesPath);
        Assert.Equal(_temp["keys"], folder.KeysPath);
    }
}
