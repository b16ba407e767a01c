namespace Freehold.Testing;

/// <summary>
/// A tiny random BERT with a WordPiece vocabulary of single letters: enough to embed real texts. The same seed gives the same weights in
/// both formats.
/// </summary>
public static class TinyBert
{
    /// <summary>Width of a vector.</summary>
    public const int HiddenSize = 24;

    /// <summary>Longest text in tokens.</summary>
    public const int ContextLength = 48;

    /// <summary>How a GGUF says that the mean of the tokens is taken, and that the first one is.</summary>
    public const uint MeanPooling = 1, FirstTokenPooling = 2;

    private const int FeedForwardSize = 40, LayerCount = 2, HeadCount = 3, TokenTypes = 2;

    /// <summary>The four marks, then each letter at a word's beginning, then each within one.</summary>
    private static readonly string[] Tokens =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Letters.Select(letter => $"{letter}"), .. Letters.Select(letter => $"##{letter}")];

    private static IEnumerable<char> Letters => Enumerable.Range('a', 26).Select(letter => (char)letter);

    /// <summary>Tokens in the vocabulary.</summary>
    public static int VocabularySize => Tokens.Length;

    /// <summary>The model as GGUF, before it is written. Without a vocabulary it takes token ids only.</summary>
    public static GgufWriter Gguf(int seed, uint pooling = MeanPooling, bool vocabulary = true)
    {
        var writer = new GgufWriter()
            .Set("general.architecture", "bert").Set("general.name", "tiny-bert")
            .Set("bert.vocab_size", (uint)VocabularySize).Set("bert.context_length", (uint)ContextLength)
            .Set("bert.embedding_length", (uint)HiddenSize).Set("bert.feed_forward_length", (uint)FeedForwardSize)
            .Set("bert.block_count", (uint)LayerCount).Set("bert.attention.head_count", (uint)HeadCount)
            .Set("bert.attention.layer_norm_epsilon", 1e-12f).Set("bert.attention.causal", false).Set("bert.pooling_type", pooling)
            .Set("tokenizer.ggml.token_type_count", (uint)TokenTypes);
        if (vocabulary)
        {
            // Converters mark the beginnings of words, not what goes on.
            writer.Set("tokenizer.ggml.model", "bert")
                .Set("tokenizer.ggml.tokens", Tokens.Select(ToGguf).ToArray())
                .Set("tokenizer.ggml.token_type", Tokens.Select(token => token[0] == '[' ? 3 : 1).ToArray())
                .Set("tokenizer.ggml.unknown_token_id", 1u).Set("tokenizer.ggml.bos_token_id", 2u)
                .Set("tokenizer.ggml.seperator_token_id", 3u).Set("tokenizer.ggml.eos_token_id", 3u);
        }

        foreach (var (gguf, _, shape, values) in Weights(seed))
            writer.Add(gguf, shape, values);
        return writer;
    }

    /// <summary>Writes the model as a folder of sentence-transformers, pooler and position ids included.</summary>
    public static void WriteHuggingFace(string folder, int seed)
    {
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(
            Path.Combine(folder, "1_Pooling", "config.json"), """{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}""");
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {
              "model_type": "bert", "hidden_act": "gelu", "hidden_size": {{HiddenSize}}, "intermediate_size": {{FeedForwardSize}},
              "num_hidden_layers": {{LayerCount}}, "num_attention_heads": {{HeadCount}}, "vocab_size": {{VocabularySize}},
              "max_position_embeddings": {{ContextLength}}, "type_vocab_size": {{TokenTypes}}, "layer_norm_eps": 1e-12,
              "position_embedding_type": "absolute"
            }
            """);
        var writer = new SafetensorsWriter();
        foreach (var (_, name, shape, values) in Weights(seed))
            writer.Add(name, shape, values);
        writer.Add("pooler.dense.bias", [HiddenSize], new float[HiddenSize]);
        writer.Save(Path.Combine(folder, "model.safetensors"));
    }

    private static string ToGguf(string token) =>
        token[0] == '[' ? token : token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : "\u2581" + token;

    private static IEnumerable<(string Gguf, string HuggingFace, int[] Shape, float[] Values)> Weights(int seed)
    {
        var random = new Random(seed);
        yield return Matrix("token_embd", "embeddings.word_embeddings", VocabularySize, HiddenSize);
        yield return Matrix("position_embd", "embeddings.position_embeddings", ContextLength, HiddenSize);
        yield return Matrix("token_types", "embeddings.token_type_embeddings", TokenTypes, HiddenSize);
        foreach (var vector in Norm("token_embd_norm", "embeddings.LayerNorm"))
            yield return vector;
        for (var i = 0; i < LayerCount; i++)
        {
            var (gguf, hf) = ($"blk.{i}.", $"encoder.layer.{i}.");
            foreach (var (name, theirs, rows, columns) in ((string, string, int, int)[])
                [("attn_q", "attention.self.query", HiddenSize, HiddenSize), ("attn_k", "attention.self.key", HiddenSize, HiddenSize),
                ("attn_v", "attention.self.value", HiddenSize, HiddenSize),
                ("attn_output", "attention.output.dense", HiddenSize, HiddenSize),
                ("ffn_up", "intermediate.dense", FeedForwardSize, HiddenSize), ("ffn_down", "output.dense", HiddenSize, FeedForwardSize)])
            {
                yield return Matrix(gguf + name, hf + theirs, rows, columns);
                yield return (gguf + name + ".bias", hf + theirs + ".bias", [rows], Numbers(rows, 0f, 0.5f));
            }

            foreach (var vector in Norm(gguf + "attn_output_norm", hf + "attention.output.LayerNorm"))
                yield return vector;
            foreach (var vector in Norm(gguf + "layer_output_norm", hf + "output.LayerNorm"))
                yield return vector;
        }

        (string, string, int[], float[]) Matrix(string gguf, string hf, int rows, int columns) =>
            (gguf + ".weight", hf + ".weight", [rows, columns], Numbers(rows * columns, 0f, 2f / MathF.Sqrt(columns)));

        (string, string, int[], float[])[] Norm(string gguf, string hf) =>
        [
            (gguf + ".weight", hf + ".weight", [HiddenSize], Numbers(HiddenSize, 1f, 0.3f)),
            (gguf + ".bias", hf + ".bias", [HiddenSize], Numbers(HiddenSize, 0f, 0.3f)),
        ];

        float[] Numbers(int count, float centre, float spread)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = centre + spread * (2f * random.NextSingle() - 1f);
            return values;
        }
    }
}
