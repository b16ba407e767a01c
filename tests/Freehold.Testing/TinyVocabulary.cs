namespace Freehold.Testing;

/// <summary>
/// A SentencePiece BPE vocabulary: &lt;unk&gt;, &lt;s&gt;, &lt;/s&gt;, 256 byte tokens, then pieces built up so that every merge that leads to a
/// longer piece exists. Any text can be encoded: what has no piece falls back to bytes.
/// </summary>
public static class TinyVocabulary
{
    private const int NormalType = 1, UnknownType = 2, ControlType = 3, ByteType = 6;

    private static readonly string[] Words =
        ["\u2581the", "\u2581and", "\u2581was", "\u2581once", "\u2581upon", "\u2581time", "\u2581little", "ing", "ed", "\u00e9t\u00e9", "\u4f60\u597d"];

    private static readonly string[] AllTokens = Build();

    /// <summary>Number of tokens.</summary>
    public static int Size => AllTokens.Length;

    /// <summary>Text of every token, by id, spaces written as U+2581.</summary>
    public static IReadOnlyList<string> Tokens => AllTokens;

    /// <summary>Adds the tokenizer's metadata to a file.</summary>
    public static void WriteTo(GgufWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var scores = AllTokens.Select((_, id) => id < 259 ? 0f : 259f - id).ToArray();
        var types = AllTokens.Select((_, id) => id switch { 0 => UnknownType, <= 2 => ControlType, < 259 => ByteType, _ => NormalType });
        writer.Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", AllTokens)
            .Set("tokenizer.ggml.scores", scores)
            .Set("tokenizer.ggml.token_type", types.ToArray())
            .Set("tokenizer.ggml.bos_token_id", 1u)
            .Set("tokenizer.ggml.eos_token_id", 2u)
            .Set("tokenizer.ggml.unknown_token_id", 0u);
    }

    private static string[] Build()
    {
        var tokens = new List<string> { "<unk>", "<s>", "</s>" };
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"));
        var pieces = new List<string>();
        foreach (var word in Words)
        {
            for (var length = 2; length <= word.Length; length++)
                pieces.Add(word[..length]);
        }

        tokens.AddRange(pieces.Distinct());
        tokens.Add("\u2581");
        tokens.AddRange("etaoinshrdlucmfwypvbgkqjxz.,ETAOIN\u00e9\u4f60\u597d".Select(letter => letter.ToString()));
        return [.. tokens];
    }
}
