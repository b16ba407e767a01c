using System.Globalization;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.Splitting;

namespace Freehold.Inference.Import;

/// <summary>Writes a vocabulary as the tokenizer section of GGUF metadata.</summary>
internal static class GgufVocabularyWriter
{
    private const string Prefix = "tokenizer.ggml.";

    /// <param name="writer">The file.</param>
    /// <param name="vocabulary">The tokens and their rules.</param>
    /// <param name="config">The model: its table may have more rows than there are tokens, and it may end texts by more than one.</param>
    /// <exception cref="ModelFormatException">GGUF has no way to say what the vocabulary asks for.</exception>
    public static void Write(GgufWriter writer, Vocabulary vocabulary, ModelConfig config)
    {
        var tokens = Padded(vocabulary, config.VocabularySize);
        switch (vocabulary.Model)
        {
            case TokenizerModel.SentencePiece:
                writer.Set(Prefix + "model", "llama");
                writer.Set(Prefix + "pre", "default");
                writer.Set(Prefix + "scores", Scores(vocabulary, tokens.Length));
                writer.Set(Prefix + "add_space_prefix", vocabulary.SpacePrefix != SpacePrefix.None);
                break;
            case TokenizerModel.ByteLevel:
                writer.Set(Prefix + "model", "gpt2");
                writer.Set(Prefix + "pre", SplitRuleName(vocabulary));
                writer.Set(Prefix + "merges", Merges(vocabulary));
                break;
            default:
                throw Refusal(vocabulary, $"a vocabulary of kind {vocabulary.Model}");
        }

        writer.Set(Prefix + "tokens", tokens);
        writer.Set(Prefix + "token_type", Types(vocabulary, tokens.Length));
        WriteIds(writer, vocabulary, config);
    }

    private static void WriteIds(GgufWriter writer, Vocabulary vocabulary, ModelConfig config)
    {
        var end = vocabulary.EndOfTextId ?? config.EndOfTextIds.Cast<int?>().FirstOrDefault();
        SetId("bos_token_id", vocabulary.BeginningOfTextId);
        SetId("eos_token_id", end);
        SetId("eot_token_id", config.EndOfTextIds.Where(id => id != end).Cast<int?>().FirstOrDefault());
        SetId("unknown_token_id", vocabulary.UnknownId);
        writer.Set(Prefix + "add_bos_token", Frames(vocabulary, vocabulary.Prefix, vocabulary.BeginningOfTextId, "before"));
        writer.Set(Prefix + "add_eos_token", Frames(vocabulary, vocabulary.Suffix, end, "after"));

        void SetId(string key, int? id)
        {
            if (id is { } known)
                writer.Set(Prefix + key, known);
        }
    }

    private static bool Frames(Vocabulary vocabulary, IReadOnlyList<int> frame, int? id, string where) => frame switch
    {
        [] => false,
        [var only] when only == id => true,
        _ => throw Refusal(vocabulary, $"tokens {string.Join(", ", frame)} {where} each text"),
    };

    private static string[] Padded(Vocabulary vocabulary, int size) =>
    [
        .. Enumerable.Range(0, Math.Max(size, vocabulary.Tokens.Length)).Select(id =>
            id < vocabulary.Tokens.Length && vocabulary.Tokens[id] is { Length: > 0 } text
                ? text
                : string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]")),
    ];

    // A piece merges as early as the first of the merges that make it.
    private static float[] Scores(Vocabulary vocabulary, int size)
    {
        var scores = new float[size];
        Array.Fill(scores, -1f - vocabulary.Merges.Length);
        foreach (var merge in vocabulary.Merges)
            scores[merge.Merged] = Math.Max(scores[merge.Merged], -merge.Rank);
        return scores;
    }

    private static List<string> Merges(Vocabulary vocabulary) =>
        [.. vocabulary.Merges.OrderBy(merge => merge.Rank).Select(merge => $"{vocabulary.Tokens[merge.Left]} {vocabulary.Tokens[merge.Right]}")];

    // The names that llama.cpp's converter gives to published tokenizers; see GgufSplitRules for the way back.
    private static string SplitRuleName(Vocabulary vocabulary) => (vocabulary.SplitRule, vocabulary.IgnoreMerges, vocabulary.NormalizeFormC) switch
    {
        (SplitRule.Llama3, true, false) => "llama-bpe",
        (SplitRule.Llama3, false, false) => "smaug-bpe",
        (SplitRule.Qwen2, false, true) => "qwen2",
        (SplitRule.Qwen2, false, false) => "stablelm2",
        (SplitRule.Gpt2, false, false) => "gpt-2",
        (SplitRule.DigitsThenGpt2, false, false) => "smollm",
        var rules => throw Refusal(vocabulary, $"splitting {rules}"),
    };

    // Numbers of llama.h, enum llama_token_type.
    private static int[] Types(Vocabulary vocabulary, int size) =>
    [
        .. Enumerable.Range(0, size).Select(id => (id < vocabulary.Kinds.Length ? vocabulary.Kinds[id] : TokenKind.Unused) switch
        {
            TokenKind.Unknown => 2,
            TokenKind.Control => 3,
            TokenKind.UserDefined => 4,
            TokenKind.Unused => 5,
            TokenKind.Byte => 6,
            _ => 1,
        }),
    ];

    private static ModelFormatException Refusal(Vocabulary vocabulary, string what) => new(
        vocabulary.Source, $"a GGUF file cannot ask for {what}", "tokenizer", "Run the model as it is, or name another tokenizer.");
}
