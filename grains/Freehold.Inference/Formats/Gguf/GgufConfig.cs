using Freehold.Inference.Models;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>A model's settings in GGUF metadata: keys are prefixed with the architecture's name.</summary>
internal sealed class GgufConfig : ConfigSource
{
    private readonly GgufContainer _container;

    private GgufConfig(GgufContainer container, string family)
        : base(container.Metadata.FilePath, family) => _container = container;

    public override bool IsGguf => true;

    public override string ModelName => Metadata.Text("general.name") ?? System.IO.Path.GetFileNameWithoutExtension(Metadata.FilePath);

    public override int VocabularySize =>
        _container.Tensors.TryGetValue("token_embd.weight", out var embedding) && embedding.Shape.Length == 2
            ? embedding.Shape[0]
            : throw new ModelFormatException(
                Path, "there is no embedding table", "tensor 'token_embd.weight'",
                "Give a file with weights; one with a vocabulary only serves as a tokenizer source.");

    public override IReadOnlyList<int> EndOfTextIds
    {
        get
        {
            string[] keys = ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id"];
            return [.. keys.Select(Metadata.TokenId).OfType<int>().Distinct()];
        }
    }

    public override EmbeddingPooling? Pooling
    {
        get
        {
            var key = new ConfigKey("pooling_type", null);
            return Integer(key) switch
            {
                null or 0 => null,
                1 => EmbeddingPooling.Mean,
                2 => EmbeddingPooling.FirstToken,
                3 => EmbeddingPooling.LastToken,
                { } other => throw Unsupported(key, $"{other}", "1 (mean), 2 (first token), 3 (last token)"),
            };
        }
    }

    public override int TokenTypes => Metadata.Integer("tokenizer.ggml.token_type_count") ?? 2; // BERT's own number

    private GgufMetadata Metadata => _container.Metadata;

    public static ModelConfig Read(GgufContainer container)
    {
        var metadata = container.Metadata;
        var name = metadata.Text("general.architecture") ?? throw metadata.Fault("general.architecture", "is missing");
        var family = ModelFamilies.Require(metadata.FilePath, name, "key 'general.architecture'");
        if (metadata.Integer($"{name}.expert_count") > 0)
            throw metadata.Fault($"{name}.expert_count", "names a mixture of experts, which is not supported", "Use a dense model.");
        return family.ReadConfig(new GgufConfig(container, name)).Validated(metadata.FilePath);
    }

    public override bool TiedOutput(bool byDefault) => true;

    public override int? Integer(ConfigKey key) => key.Gguf is null ? null : Metadata.Integer(NameOf(key));

    public override float? Number(ConfigKey key) => key.Gguf is null ? null : Metadata.Number(NameOf(key));

    public override bool? Flag(ConfigKey key) => key.Gguf is null ? null : Metadata.Flag(NameOf(key));

    public override string? Text(ConfigKey key) => key.Gguf is null ? null : Metadata.Text(NameOf(key));

    public override float[]? Numbers(ConfigKey key, int maxCount) =>
        key.Gguf is null ? null : Bounded(key, Metadata.Numbers(NameOf(key)), maxCount);

    public override string[]? Texts(ConfigKey key, int maxCount) =>
        key.Gguf is null ? null : Bounded(key, Metadata.Texts(NameOf(key)), maxCount);

    public override string NameOf(ConfigKey key) => key.Gguf is null ? key.HuggingFace! : $"{Family}.{key.Gguf}";

    private T[]? Bounded<T>(ConfigKey key, T[]? values, int maxCount) =>
        values?.Length > maxCount ? throw Fault(key, $"has {values.Length} elements, more than {maxCount}") : values;
}
