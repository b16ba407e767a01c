namespace Freehold.Inference.Formats;

/// <summary>What a setting is called in each format; null where a format has no such setting.</summary>
/// <param name="Gguf">Key without the architecture's prefix: <c>attention.head_count</c>.</param>
/// <param name="HuggingFace">Name in config.json; a dot leads into a section: <c>rope_scaling.factor</c>.</param>
internal readonly record struct ConfigKey(string? Gguf, string? HuggingFace);

/// <summary>The settings of a model as its file holds them, so that a family reads GGUF metadata and config.json in the same way.</summary>
/// <remarks>A value of the wrong type, and a required one that is missing, end in a <see cref="ModelFormatException"/>.</remarks>
internal abstract class ConfigSource(string path, string family)
{
    public string Path => path;

    /// <summary>The family as the file names it: GGUF's <c>general.architecture</c>, config.json's <c>model_type</c>.</summary>
    public string Family => family;

    /// <summary>True for GGUF, whose converters have prepared some weights (permuted rows, norms with 1 added).</summary>
    public abstract bool IsGguf { get; }

    /// <summary>Name that the model gives itself, or the file's or folder's name.</summary>
    public abstract string ModelName { get; }

    /// <summary>Rows of the embedding table.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Tokens that end a text.</summary>
    public abstract IReadOnlyList<int> EndOfTextIds { get; }

    /// <summary>True where the output projection may be absent because it is the embedding table.</summary>
    /// <param name="byDefault">What holds where a config.json does not say.</param>
    public abstract bool TiedOutput(bool byDefault);

    /// <summary>How a text's vector is made, where the model was made to embed texts.</summary>
    public abstract EmbeddingPooling? Pooling { get; }

    /// <summary>Rows of an encoder's table of segment types.</summary>
    public abstract int TokenTypes { get; }

    /// <summary>A whole number from 0 to int.MaxValue, or null where it is absent.</summary>
    public abstract int? Integer(ConfigKey key);

    public abstract float? Number(ConfigKey key);

    public abstract bool? Flag(ConfigKey key);

    public abstract string? Text(ConfigKey key);

    /// <summary>At most <paramref name="maxCount"/> numbers.</summary>
    public abstract float[]? Numbers(ConfigKey key, int maxCount);

    /// <summary>At most <paramref name="maxCount"/> texts.</summary>
    public abstract string[]? Texts(ConfigKey key, int maxCount);

    /// <summary>What the file calls the setting.</summary>
    public abstract string NameOf(ConfigKey key);

    public int RequiredInteger(ConfigKey key) => Integer(key) ?? throw Fault(key, "is missing");

    public float RequiredNumber(ConfigKey key) => Number(key) ?? throw Fault(key, "is missing");

    /// <summary>Refuses a setting that would change the numbers in a way that the family does not compute.</summary>
    public void RequireFlag(ConfigKey key, bool supported)
    {
        if (Flag(key) is { } value && value != supported)
            throw Unsupported(key, value ? "true" : "false", supported ? "true" : "false");
    }

    /// <summary>Refuses a setting whose text, where it is given, is none of the supported ones.</summary>
    public void RequireText(ConfigKey key, params ReadOnlySpan<string> supported)
    {
        if (Text(key) is { } value && !supported.Contains(value))
            throw Unsupported(key, value, string.Join(", ", supported.ToArray()));
    }

    public ModelFormatException Unsupported(ConfigKey key, string value, string supported) => new(
        path, $"{NameOf(key)} '{value}' is not supported; supported: {supported}", $"key '{NameOf(key)}'", "Use a model without it.");

    public ModelFormatException Fault(ConfigKey key, string what) =>
        new(path, $"'{NameOf(key)}' {what}", $"key '{NameOf(key)}'", ModelFormatException.Damaged);
}
