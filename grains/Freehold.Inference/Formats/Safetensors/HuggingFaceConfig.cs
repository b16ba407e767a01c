using System.Text.Json;
using Freehold.Inference.Models;

namespace Freehold.Inference.Formats.Safetensors;

/// <summary>Reads a Hugging Face config.json.</summary>
internal static class HuggingFaceConfig
{
    public static ModelConfig Read(string path)
    {
        var root = JsonFile.Load(path, out var json);
        var family = json.Text(root, "model_type") ?? throw json.Fault("'model_type' is missing", "model_type");
        ModelFamilies.RequireSupported(path, family, "key 'model_type'");
        RefuseUnsupported(json, root, path);

        var hidden = json.RequiredInteger(root, "hidden_size");
        var heads = json.RequiredInteger(root, "num_attention_heads");
        var headSize = json.Integer(root, "head_dim") ?? (heads > 0 ? hidden / heads : 0);
        return new ModelConfig
        {
            Family = family,
            Name = json.Text(root, "_name_or_path") is { Length: > 0 } name ? name : FolderName(path),
            ContextLength = json.RequiredInteger(root, "max_position_embeddings"),
            HiddenSize = hidden,
            FeedForwardSize = json.RequiredInteger(root, "intermediate_size"),
            LayerCount = json.RequiredInteger(root, "num_hidden_layers"),
            HeadCount = heads,
            KvHeadCount = json.Integer(root, "num_key_value_heads") ?? heads,
            HeadSize = headSize,
            RopeSize = headSize,
            RopeTheta = RopeTheta(json, root),
            RopeLayout = RopeLayout.HalfSplit,
            NormEpsilon = json.Number(root, "rms_norm_eps") ?? throw json.Fault("'rms_norm_eps' is missing", "rms_norm_eps"),
            VocabularySize = json.RequiredInteger(root, "vocab_size"),
            TiedOutput = json.Flag(root, "tie_word_embeddings") ?? false,
            EndOfTextIds = EndOfTextIds(json, root),
        }.Validated(path);
    }

    // What would silently change the numbers is refused; what does not matter to inference is not read.
    private static void RefuseUnsupported(JsonFile json, JsonElement root, string path)
    {
        Require("hidden_act", json.Text(root, "hidden_act") ?? "silu", "silu");
        Require("attention_bias", json.Flag(root, "attention_bias") ?? false, false);
        Require("mlp_bias", json.Flag(root, "mlp_bias") ?? false, false);
        foreach (var section in (string[])["rope_scaling", "rope_parameters"])
        {
            if (JsonFile.Find(root, section) is { } rope)
                Require($"{section}.rope_type", json.Text(rope, "rope_type") ?? json.Text(rope, "type") ?? "default", "default");
        }

        void Require<T>(string key, T value, T supported)
        {
            if (!EqualityComparer<T>.Default.Equals(value, supported))
            {
                throw new ModelFormatException(
                    path, $"{key} '{value}' is not supported; supported: '{supported}'", $"key '{key}'", "Use a model without it.");
            }
        }
    }

    private static float RopeTheta(JsonFile json, JsonElement root) =>
        json.Number(root, "rope_theta")
        ?? (JsonFile.Find(root, "rope_parameters") is { } rope ? json.Number(rope, "rope_theta") : null)
        ?? 10_000f;

    private static IReadOnlyList<int> EndOfTextIds(JsonFile json, JsonElement root)
    {
        const string key = "eos_token_id";
        if (JsonFile.Find(root, key) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            return [json.RequiredInteger(root, key)];

        const int maxIds = 64;
        return [.. json.UnsignedArray(root, key, maxIds, $"key '{key}'").Where(id => id <= int.MaxValue).Select(id => (int)id)];
    }

    private static string FolderName(string path) => new FileInfo(path).Directory?.Name ?? path;
}
