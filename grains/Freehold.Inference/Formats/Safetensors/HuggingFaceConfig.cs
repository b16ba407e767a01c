using System.Text.Json;
using Freehold.Inference.Models;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>A model's settings in a Hugging Face config.json.</summary>
internal sealed class HuggingFaceConfig : ConfigSource
{
    private const int MaxEndOfTextIds = 64;

    private readonly JsonFile _json;
    private readonly JsonElement _root;

    private HuggingFaceConfig(string path, string family, JsonFile json, JsonElement root)
        : base(path, family) => (_json, _root) = (json, root);

    public override bool IsGguf => false;

    public override string ModelName => _json.Text(_root, "_name_or_path") is { Length: > 0 } name ? name : FolderName;

    public override int VocabularySize => _json.RequiredInteger(_root, "vocab_size");

    public override IReadOnlyList<int> EndOfTextIds => [.. EndsIn(_json, _root).Concat(GenerationEnds()).Distinct()];

    public override EmbeddingPooling? Pooling => SentencePooling.Read(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

    public override int TokenTypes => _json.RequiredInteger(_root, "type_vocab_size");

    private string FolderName => new FileInfo(Path).Directory?.Name ?? Path;

    public static ModelConfig Read(string path)
    {
        var root = JsonFile.Load(path, out var json);
        var name = json.Text(root, "model_type") ?? throw json.Fault("'model_type' is missing", "model_type");
        var family = ModelFamilies.Require(path, name, "key 'model_type'");
        return family.ReadConfig(new HuggingFaceConfig(path, name, json, root)).Validated(path);
    }

    public override bool TiedOutput(bool byDefault) => _json.Flag(_root, "tie_word_embeddings") ?? byDefault;

    public override int? Integer(ConfigKey key) => Section(key, out var name) is { } section ? _json.Integer(section, name) : null;

    public override float? Number(ConfigKey key) => Section(key, out var name) is { } section ? _json.Number(section, name) : null;

    public override bool? Flag(ConfigKey key) => Section(key, out var name) is { } section ? _json.Flag(section, name) : null;

    public override string? Text(ConfigKey key) => Section(key, out var name) is { } section ? _json.Text(section, name) : null;

    public override float[]? Numbers(ConfigKey key, int maxCount) =>
        Array(key, maxCount)?.Select(value => value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number)
            ? number
            : throw Fault(key, "holds something else than numbers")).ToArray();

    public override string[]? Texts(ConfigKey key, int maxCount) =>
        Array(key, maxCount)?.Select(value => _json.TextOf(value, NameOf(key))).ToArray();

    public override string NameOf(ConfigKey key) => key.HuggingFace ?? key.Gguf!;

    private JsonElement.ArrayEnumerator? Array(ConfigKey key, int maxCount)
    {
        if (Section(key, out var name) is not { } section || JsonFile.Find(section, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= maxCount
            ? value.EnumerateArray()
            : throw Fault(key, $"is not an array of at most {maxCount} elements");
    }

    /// <summary>The object that a key's last name is in, or null where the object is absent.</summary>
    private JsonElement? Section(ConfigKey key, out string name)
    {
        name = "";
        if (key.HuggingFace is not { } path)
            return null;
        JsonElement? section = _root;
        var names = path.Split('.');
        foreach (var part in names[..^1])
            section = section is { } inner ? JsonFile.Find(inner, part) : null;
        name = names[^1];
        return section;
    }

    // Chat models name the ends of turns in generation_config.json; config.json often has the end of text alone.
    private IReadOnlyList<int> GenerationEnds()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? ".", "generation_config.json");
        if (!File.Exists(path))
            return [];
        var root = JsonFile.Load(path, out var json);
        return EndsIn(json, root);
    }

    private static IReadOnlyList<int> EndsIn(JsonFile json, JsonElement root)
    {
        const string key = "eos_token_id";
        if (JsonFile.Find(root, key) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            return [json.RequiredInteger(root, key)];
        var ids = json.UnsignedArray(root, key, MaxEndOfTextIds, $"key '{key}'");
        return [.. ids.Where(id => id <= int.MaxValue).Select(id => (int)id)];
    }
}
