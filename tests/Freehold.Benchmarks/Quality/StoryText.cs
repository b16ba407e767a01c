using System.Text.Json;
using Freehold.Testing;

namespace Freehold.Benchmarks.Quality;

/// <summary>The text that perplexity is measured on: a text file as it is, or the first stories of a JSON array with empty lines between.</summary>
internal static class StoryText
{
    public static string Read(string? path, int stories)
    {
        path ??= RepositoryPaths.SharedData("text", "tinystories_1000.json")
            ?? throw new UsageException(RepositoryPaths.MissingSharedData("text/tinystories_1000.json") + " Name a text by --text FILE.");
        if (!Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
            return File.ReadAllText(path);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return string.Join("\n\n", document.RootElement.EnumerateArray().Take(stories).Select(story => story.GetString()));
    }
}
