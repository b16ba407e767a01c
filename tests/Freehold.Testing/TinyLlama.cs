namespace Freehold.Testing;

/// <summary>The sizes of a tiny Llama. The defaults are odd on purpose: few of them are multiples of a vector or of a block.</summary>
public sealed record TinyLlamaShape
{
    /// <summary>Width of the residual stream; HeadCount * HeadSize must equal it.</summary>
    public int HiddenSize { get; init; } = 40;

    /// <summary>Width of the feed-forward layer.</summary>
    public int FeedForwardSize { get; init; } = 52;

    /// <summary>Transformer layers.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>Query heads.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>Key and value heads; divides HeadCount.</summary>
    public int KvHeadCount { get; init; } = 2;

    /// <summary>Longest context in tokens.</summary>
    public int ContextLength { get; init; } = 256;

    /// <summary>True: the output projection is the embedding table, and is not in the file.</summary>
    public bool TiedOutput { get; init; }

    /// <summary>Numbers a head.</summary>
    public int HeadSize => HiddenSize / HeadCount;
}

/// <summary>
/// A tiny random Llama with a working SentencePiece vocabulary: enough to run a real local model in a test without shared data.
/// The same seed and shape give the same weights in every format.
/// </summary>
public static class TinyLlama
{
    /// <summary>Writes a GGUF file with weights and tokenizer.</summary>
    public static void WriteGguf(string path, int seed, TinyLlamaShape? shape = null, TensorEncoding encoding = TensorEncoding.F32) =>
        Gguf(seed, shape, encoding).Save(path);

    /// <summary>The GGUF before it is written, for a test that adds to it.</summary>
    public static GgufWriter Gguf(int seed, TinyLlamaShape? shape = null, TensorEncoding encoding = TensorEncoding.F32)
    {
        shape ??= new TinyLlamaShape();
        var writer = new GgufWriter();
        WriteMetadata(writer, shape);
        TinyVocabulary.WriteTo(writer);
        foreach (var tensor in TinyLlamaWeights.Create(seed, shape))
            writer.Add(tensor.GgufName, tensor.Shape, tensor.GgufValues(shape), tensor.IsVector ? TensorEncoding.F32 : encoding);
        return writer;
    }

    /// <summary>Writes a Hugging Face folder: config.json and model.safetensors, or several shards with their index.</summary>
    public static void WriteHuggingFace(
        string folder, int seed, TinyLlamaShape? shape = null, TensorEncoding encoding = TensorEncoding.F32, int shardCount = 1)
    {
        shape ??= new TinyLlamaShape();
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), ConfigJson(shape));
        var shards = Enumerable.Range(0, shardCount).Select(_ => new SafetensorsWriter()).ToArray();
        var next = 0;
        foreach (var tensor in TinyLlamaWeights.Create(seed, shape))
            shards[next++ % shardCount].Add(tensor.HuggingFaceName, tensor.Shape, tensor.Values, encoding);

        if (shardCount == 1)
        {
            shards[0].Save(Path.Combine(folder, "model.safetensors"));
            return;
        }

        var named = shards.Select((shard, i) => ($"model-{i + 1:D5}-of-{shardCount:D5}.safetensors", shard)).ToArray();
        foreach (var (file, shard) in named)
            shard.Save(Path.Combine(folder, file));
        SafetensorsWriter.SaveIndex(Path.Combine(folder, "model.safetensors.index.json"), named);
    }

    /// <summary>The config.json of a shape.</summary>
    public static string ConfigJson(TinyLlamaShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return $$"""
            {
              "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
              "hidden_size": {{shape.HiddenSize}}, "intermediate_size": {{shape.FeedForwardSize}},
              "num_hidden_layers": {{shape.LayerCount}}, "num_attention_heads": {{shape.HeadCount}},
              "num_key_value_heads": {{shape.KvHeadCount}}, "vocab_size": {{TinyVocabulary.Size}},
              "max_position_embeddings": {{shape.ContextLength}}, "rms_norm_eps": 1e-05, "rope_theta": 10000.0,
              "tie_word_embeddings": {{(shape.TiedOutput ? "true" : "false")}}, "bos_token_id": 1, "eos_token_id": 2
            }
            """;
    }

    private static void WriteMetadata(GgufWriter writer, TinyLlamaShape shape) => writer
        .Set("general.architecture", "llama")
        .Set("general.name", "tiny-llama")
        .Set("llama.context_length", (uint)shape.ContextLength)
        .Set("llama.embedding_length", (uint)shape.HiddenSize)
        .Set("llama.feed_forward_length", (uint)shape.FeedForwardSize)
        .Set("llama.block_count", (uint)shape.LayerCount)
        .Set("llama.attention.head_count", (uint)shape.HeadCount)
        .Set("llama.attention.head_count_kv", (uint)shape.KvHeadCount)
        .Set("llama.rope.dimension_count", (uint)shape.HeadSize)
        .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
}
