using Freehold.Inference.Formats;
using Freehold.Inference.Signing;
using Freehold.Testing;
using Freehold.Testing.Signing;

namespace Freehold.Inference.Tests.Signing;

public class ModelFilesTests
{
    private static readonly string[] None = [];

    [Fact]
    public void Every_file_below_the_folder_is_found_with_its_digest()
    {
        using var folder = new TempFolder();
        ReferenceModel.WriteTo(folder.FullPath);

        var found = ModelFiles.Hash(folder.FullPath + "/", None, false, default).ToDictionary(file => file.Name, file =>
            (file.Sha256, file.LengthBytes));

        Assert.Equal(ReferenceModel.Files.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(ReferenceModel.Files, file =>
            Assert.Equal((ReferenceModel.Sha256Of(file.Key), (long)file.Value.Length), found[file.Key]));
    }

    [Fact]
    public void A_model_of_one_file_is_named_by_a_dot()
    {
        using var folder = new TempFolder();
        ReferenceModel.WriteTo(folder.FullPath);

        var file = Assert.Single(ModelFiles.Hash(folder["config.json"], None, false, default));

        Assert.Equal((".", ReferenceModel.Sha256Of("config.json")), (file.Name, file.Sha256));
    }

    [Fact]
    public void What_is_left_out_is_left_out_at_its_place_and_nowhere_else()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "a/b", "a/c/d", "ab", "x/a", ".git/config", "x/.gitignore" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            File.WriteAllText(folder[name], name);
        }

        var found = ModelFiles.Hash(folder.FullPath, ["./a/", ".git", "../ab", "/x", "", "."], false, default);

        Assert.Equal(["ab", "x/.gitignore", "x/a"], found.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_is_refused_unless_it_is_allowed()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["real"], "x");
        File.CreateSymbolicLink(folder["link"], "real");

        Assert.Contains("symbolic link", Refused(folder.FullPath, false), StringComparison.Ordinal);
        var found = ModelFiles.Hash(folder.FullPath, None, true, default);
        Assert.Equal(2, found.Count);
        Assert.Equal(found[0].Sha256, found[1].Sha256);
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../outside")]
    [InlineData("sub/../../outside")]
    public void A_link_that_leads_out_is_refused_even_where_links_are_allowed(string target)
    {
        using var outside = new TempFolder();
        File.WriteAllText(outside["outside"], "x");
        var model = Directory.CreateDirectory(outside["model"]).FullName;
        File.CreateSymbolicLink(Path.Combine(model, "link"), target);

        Assert.Contains("leads out", Refused(model, true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_linked_folder_is_never_walked_and_nothing_leads_through_it()
    {
        using var folder = new TempFolder();
        var model = Directory.CreateDirectory(folder["model"]).FullName;
        File.WriteAllText(folder["secret"], "x");
        Directory.CreateSymbolicLink(Path.Combine(model, "up"), "..");
        Assert.NotEmpty(Refused(model, true));

        File.CreateSymbolicLink(Path.Combine(model, "link"), "up/secret");
        Assert.NotEmpty(Refused(model, true));
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");

        Assert.NotEmpty(Refused(folder.FullPath, true));
    }

    [Fact]
    public void Folders_nested_too_deep_are_refused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine([folder.FullPath, .. Enumerable.Repeat("d", ModelFiles.MaxDepth + 1)]));

        Assert.Contains("nested", Refused(folder.FullPath, false), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_a_missing_file()
    {
        using var folder = new TempFolder();

        Assert.Throws<FileNotFoundException>(() => ModelFiles.Hash(folder["nothing"], None, false, default));
    }

    private static string Refused(string path, bool allowSymlinks) =>
        Assert.Throws<ModelFormatException>(() => ModelFiles.Hash(path, None, allowSymlinks, default)).Message;
}
