using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Models.Families;

/// <summary>What the decoders share: the settings' names, the tensors' names, and the code that runs them.</summary>
internal abstract class DecoderFamily : ModelFamily
{
    private static readonly ConfigKey HeadCountKey = new("attention.head_count", "num_attention_heads");
    private static readonly ConfigKey HiddenKey = new("embedding_length", "hidden_size");
    private static readonly ConfigKey HeadSizeKey = new("attention.key_length", "head_dim");
    private static readonly ConfigKey ValueSizeKey = new("attention.value_length", null);

    private readonly HuggingFaceNames _names;

    protected DecoderFamily() => _names = new HuggingFaceNames("model.layers.", OutsideLayers, InLayer);

    /// <summary>GGUF's names of the tensors outside the layers, by Hugging Face's.</summary>
    internal static IReadOnlyDictionary<string, string> OutsideLayers { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["model.embed_tokens.weight"] = "token_embd.weight",
        ["model.norm.weight"] = "output_norm.weight",
        ["lm_head.weight"] = "output.weight",
    };

    /// <summary>GGUF's names of a layer's tensors, by Hugging Face's.</summary>
    protected virtual IReadOnlyDictionary<string, string> InLayer => LlamaNames;

    /// <summary>Llama's names, which most families took over.</summary>
    internal static IReadOnlyDictionary<string, string> LlamaNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>Whether the output projection is the embedding table where a config.json does not say.</summary>
    protected virtual bool TiedByDefault => false;

    public override string? GgufName(string huggingFaceName) => _names.ToGguf(huggingFaceName);

    public override ModelConfig ReadConfig(ConfigSource source)
    {
        var hidden = source.RequiredInteger(HiddenKey);
        var heads = source.RequiredInteger(HeadCountKey);
        var headSize = source.Integer(HeadSizeKey) ?? (heads > 0 ? hidden / heads : 0);
        if (source.Integer(ValueSizeKey) is { } valueSize && valueSize != headSize)
            throw source.Unsupported(ValueSizeKey, $"{valueSize}", $"the size of keys, {headSize}");
        var config = new ModelConfig
        {
            Family = source.Family,
            Name = source.ModelName,
            ContextLength = source.RequiredInteger(new("context_length", "max_position_embeddings")),
            HiddenSize = hidden,
            FeedForwardSize = source.RequiredInteger(new("feed_forward_length", "intermediate_size")),
            LayerCount = source.RequiredInteger(new("block_count", "num_hidden_layers")),
            HeadCount = heads,
            KvHeadCount = source.Integer(new("attention.head_count_kv", "num_key_value_heads")) ?? heads,
            HeadSize = headSize,
            NormEpsilon = source.RequiredNumber(new("attention.layer_norm_rms_epsilon", "rms_norm_eps")),
            VocabularySize = source.VocabularySize,
            TiedOutput = source.TiedOutput(TiedByDefault),
            EndOfTextIds = source.EndOfTextIds,
            Pooling = source.Pooling,
        };
        return config with { Decoder = ReadTraits(source, config) };
    }

    public override LanguageModel Build(ModelFile file, ModelRuntime runtime) => BuildDecoder(file, runtime);

    public override TextEmbedder BuildEmbedder(ModelFile file, ModelRuntime runtime) =>
        new DecoderEmbedder(BuildDecoder(file, runtime), runtime);

    private static DecoderModel BuildDecoder(ModelFile file, ModelRuntime runtime) =>
        new(DecoderWeights.Load(file, runtime.MaxContextTokens(file.Config)), runtime, file.Path);

    /// <summary>What the family computes. The sizes in <paramref name="config"/> have not been checked yet.</summary>
    protected abstract DecoderTraits ReadTraits(ConfigSource source, ModelConfig config);
}
