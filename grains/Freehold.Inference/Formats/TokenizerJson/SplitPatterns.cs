using Freehold.Inference.Tokenizers.Splitting;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>Regular expressions of published pre-tokenizers, known by their text. Each rule is written out by hand elsewhere.</summary>
internal static class SplitPatterns
{
    private const string WordsAfter = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string WordsBefore = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";

    private static readonly Dictionary<string, SplitRule> Rules = new(StringComparer.Ordinal)
    {
        [WordsBefore + @"\p{N}{1,3}" + WordsAfter] = SplitRule.Llama3,
        [WordsBefore + @"\p{N}" + WordsAfter] = SplitRule.Qwen2,
        // The same language as Llama 3's, written with possessive quantifiers (cl100k).
        [@"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"] =
            SplitRule.Llama3,
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = SplitRule.Gpt2,
    };

    /// <summary>The rule that a pattern stands for; null where it is not a known one.</summary>
    public static SplitRule? Find(string pattern) => Rules.TryGetValue(pattern, out var rule) ? rule : null;
}
