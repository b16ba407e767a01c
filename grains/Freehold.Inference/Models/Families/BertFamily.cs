using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Models.Encoder;

namespace Freehold.Inference.Models.Families;

/// <summary>BERT and the sentence encoders of its shape: all-MiniLM, BGE, E5, GTE. They embed texts and write none.</summary>
internal sealed class BertFamily : ModelFamily
{
    private static readonly HuggingFaceNames Tensors = new(
        "encoder.layer.",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["embeddings.word_embeddings.weight"] = "token_embd.weight",
            ["embeddings.position_embeddings.weight"] = "position_embd.weight",
            ["embeddings.token_type_embeddings.weight"] = "token_types.weight",
            ["embeddings.LayerNorm.weight"] = "token_embd_norm.weight",
            ["embeddings.LayerNorm.bias"] = "token_embd_norm.bias",
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["attention.self.query"] = "attn_q",
            ["attention.self.key"] = "attn_k",
            ["attention.self.value"] = "attn_v",
            ["attention.output.dense"] = "attn_output",
            ["attention.output.LayerNorm"] = "attn_output_norm",
            ["intermediate.dense"] = "ffn_up",
            ["output.dense"] = "ffn_down",
            ["output.LayerNorm"] = "layer_output_norm",
        });

    public override IReadOnlyList<string> Names => ["bert"];

    public override ModelConfig ReadConfig(ConfigSource source)
    {
        source.RequireText(new(null, "hidden_act"), "gelu");
        source.RequireText(new(null, "position_embedding_type"), "absolute");
        source.RequireFlag(new("attention.causal", "is_decoder"), false);
        var hidden = source.RequiredInteger(new("embedding_length", "hidden_size"));
        var heads = source.RequiredInteger(new("attention.head_count", "num_attention_heads"));
        return new ModelConfig
        {
            Family = source.Family,
            Name = source.ModelName,
            ContextLength = source.RequiredInteger(new("context_length", "max_position_embeddings")),
            HiddenSize = hidden,
            FeedForwardSize = source.RequiredInteger(new("feed_forward_length", "intermediate_size")),
            LayerCount = source.RequiredInteger(new("block_count", "num_hidden_layers")),
            HeadCount = heads,
            KvHeadCount = heads,
            HeadSize = heads > 0 ? hidden / heads : 0,
            NormEpsilon = source.RequiredNumber(new("attention.layer_norm_epsilon", "layer_norm_eps")),
            VocabularySize = source.VocabularySize,
            TiedOutput = true,
            EndOfTextIds = [],
            Pooling = source.Pooling ?? EmbeddingPooling.Mean,
            Encoder = new EncoderTraits(source.TokenTypes),
        };
    }

    // The pooler serves next-sentence prediction only; position_ids are 0, 1, 2 and so on.
    public override string? GgufName(string huggingFaceName)
    {
        var name = huggingFaceName.StartsWith("bert.", StringComparison.Ordinal) ? huggingFaceName["bert.".Length..] : huggingFaceName;
        return name.StartsWith("pooler.", StringComparison.Ordinal) || name == "embeddings.position_ids" ? null : Tensors.ToGguf(name);
    }

    public override LanguageModel Build(ModelFile file, ModelRuntime runtime) => throw new ModelFormatException(
        file.Path, $"a model of family '{file.Config.Family}' embeds texts and writes none", "configuration",
        "Load it for embeddings, or give a model that generates text.");

    public override TextEmbedder BuildEmbedder(ModelFile file, ModelRuntime runtime) =>
        new EncoderModel(EncoderWeights.Load(file), runtime.Team);
}
