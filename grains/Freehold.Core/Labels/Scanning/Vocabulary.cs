namespace Freehold.Core.Labels.Scanning;

/// <summary>The words that detectors know, of the languages in which numbers most often come.</summary>
internal static class Vocabulary
{
    /// <summary>All of them.</summary>
    public static WordTable Words { get; } = Build();

    private static WordTable Build()
    {
        var words = new Dictionary<string, WordClass>(StringComparer.Ordinal);
        foreach (var (known, list) in VocabularyLists.All)
        {
            foreach (var word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                words[word] = words.GetValueOrDefault(word) | known;
        }

        return new WordTable(words);
    }
}
