namespace Freehold.Benchmarks.Engine;

/// <summary>Prompts of random tokens; what they say does not matter to their cost.</summary>
internal static class Prompts
{
    // Below it are, in any vocabulary of ours, control tokens and bytes; a vocabulary that small is used whole.
    private const int FirstId = SyntheticVocabulary.FirstWordId;

    public static int[] Random(int vocabularySize, int count, int seed)
    {
        var random = new Random(seed);
        var first = vocabularySize > 2 * FirstId ? FirstId : 3;
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(first, vocabularySize))];
    }
}
