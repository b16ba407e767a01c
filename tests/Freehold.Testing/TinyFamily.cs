namespace Freehold.Testing;

/// <summary>
/// A tiny random decoder of any family: sizes, what sets the family apart, and its settings in both formats. The same seed gives the same
/// weights in every format.
/// </summary>
public sealed record TinyFamily
{
    /// <summary>Name of the case.</summary>
    public required string Name { get; init; }

    /// <summary>GGUF's <c>general.architecture</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>config.json's <c>model_type</c>.</summary>
    public required string HuggingFaceType { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 32;

    /// <summary>Width of the feed-forward layer.</summary>
    public int FeedForwardSize { get; init; } = 48;

    /// <summary>Transformer layers.</summary>
    public int LayerCount { get; init; } = 3;

    /// <summary>Query heads.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>Key and value heads.</summary>
    public int KvHeadCount { get; init; } = 2;

    /// <summary>Numbers in a head.</summary>
    public int HeadSize { get; init; } = 8;

    /// <summary>Tokens in the vocabulary, which has no texts.</summary>
    public int VocabularySize { get; init; } = 32;

    /// <summary>Longest context in tokens.</summary>
    public int ContextLength { get; init; } = 64;

    /// <summary>GGUF has the rows of query and key permuted, as converters of Llamas do.</summary>
    public bool PermutedRows { get; init; }

    /// <summary>Biases on query, key and value.</summary>
    public bool QkvBias { get; init; }

    /// <summary>Norms on query and key heads.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>One tensor for query, key and value, and one for gate and up.</summary>
    public bool Fused { get; init; }

    /// <summary>Norms after the half-layers too, whose weights Hugging Face keeps less 1.</summary>
    public bool GemmaNorms { get; init; }

    /// <summary>The output projection is the embedding table.</summary>
    public bool TiedOutput { get; init; }

    /// <summary>More GGUF metadata, without the architecture's prefix.</summary>
    public IReadOnlyList<(string Key, object Value)> Metadata { get; init; } = [];

    /// <summary>More tensors of the GGUF: vectors.</summary>
    public IReadOnlyList<(string Name, float[] Values)> Vectors { get; init; } = [];

    /// <summary>More members of config.json, each followed by a comma.</summary>
    public string ConfigJson { get; init; } = "";

    /// <summary>The model as GGUF, before it is written.</summary>
    public GgufWriter Gguf(int seed)
    {
        var writer = new GgufWriter()
            .Set("general.architecture", Architecture)
            .Set("general.name", $"tiny-{Name}");
        foreach (var (key, value) in (IEnumerable<(string, object)>)[.. Sizes(), .. Metadata])
            writer.Set($"{Architecture}.{key}", value);
        foreach (var tensor in TinyFamilyTensors.Create(this, seed))
            writer.Add(tensor.GgufName, tensor.Shape, tensor.GgufValues);
        foreach (var (name, values) in Vectors)
            writer.Add(name, [values.Length], values);
        return writer;
    }

    /// <summary>Writes the model as a Hugging Face folder.</summary>
    public void WriteHuggingFace(string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {
              {{ConfigJson}}
              "model_type": "{{HuggingFaceType}}", "hidden_size": {{HiddenSize}}, "intermediate_size": {{FeedForwardSize}},
              "num_hidden_layers": {{LayerCount}}, "num_attention_heads": {{HeadCount}}, "num_key_value_heads": {{KvHeadCount}},
              "head_dim": {{HeadSize}}, "vocab_size": {{VocabularySize}}, "max_position_embeddings": {{ContextLength}},
              "rms_norm_eps": 1e-06, "tie_word_embeddings": {{(TiedOutput ? "true" : "false")}}
            }
            """);
        var writer = new SafetensorsWriter();
        foreach (var tensor in TinyFamilyTensors.Create(this, seed))
            writer.Add(tensor.HuggingFaceName, tensor.Shape, tensor.HuggingFaceValues);
        writer.Save(Path.Combine(folder, "model.safetensors"));
    }

    private IEnumerable<(string, object)> Sizes() =>
    [
        ("vocab_size", (uint)VocabularySize),
        ("context_length", (uint)ContextLength),
        ("embedding_length", (uint)HiddenSize),
        ("feed_forward_length", (uint)FeedForwardSize),
        ("block_count", (uint)LayerCount),
        ("attention.head_count", (uint)HeadCount),
        ("attention.head_count_kv", (uint)KvHeadCount),
        ("attention.key_length", (uint)HeadSize),
        ("attention.value_length", (uint)HeadSize),
        ("rope.dimension_count", (uint)HeadSize),
        ("attention.layer_norm_rms_epsilon", 1e-6f),
    ];
}
