using Freehold.Testing;

namespace Freehold.Wire.Tests;

/// <summary>The recorded chat completions of ../shared/data.</summary>
internal static class Traces
{
    private const string Place = "traces/openai/ChatCompletions";

    public static string FolderOrSkip()
    {
        var folder = RepositoryPaths.SharedData("traces", "openai", "ChatCompletions");
        if (folder is null) Assert.Skip(RepositoryPaths.MissingSharedData(Place));
        return folder;
    }

    /// <summary>All files of a name, with the name of their recording; never none.</summary>
    public static (string Recording, byte[] Bytes)[] ReadAll(string fileName)
    {
        var files = Directory.GetFiles(FolderOrSkip(), fileName, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return [.. files.Select(file => (Path.GetFileName(Path.GetDirectoryName(file))!, File.ReadAllBytes(file)))];
    }
}
