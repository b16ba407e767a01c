using System.Text.Json;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Adapters;

/// <summary>The adapter_config.json of Hugging Face's PEFT, as far as it says how the numbers are used.</summary>
/// <param name="Rank">Rows of each A, where no tensor says otherwise.</param>
/// <param name="Alpha">Numerator of the scale.</param>
/// <param name="IsRankStabilised">True where the scale's denominator is the square root of the rank.</param>
internal sealed record PeftConfig(int Rank, float Alpha, bool IsRankStabilised)
{
    /// <summary>Higher than any adapter in use; a full-rank update is a model of its own.</summary>
    public const int MaxRank = 512;

    // What would silently change the numbers: each of these, where set, makes the adapter another computation.
    private static readonly string[] MustBeOff =
        ["use_dora", "use_qalora", "fan_in_fan_out", "lora_bias", "modules_to_save", "rank_pattern", "alpha_pattern", "layer_replication", "trainable_token_indices"];

    /// <exception cref="ModelFormatException">The file is damaged, or the adapter is of a kind that is not supported.</exception>
    public static PeftConfig Read(string path)
    {
        var root = JsonFile.Load(path, out var json);
        Require(path, "peft_type", json.Text(root, "peft_type") ?? "", "LORA");
        Require(path, "bias", json.Text(root, "bias") ?? "none", "none");
        foreach (var key in MustBeOff)
        {
            if (JsonFile.Find(root, key) is { } value && !IsOff(value))
                throw Unsupported(path, key, $"{key} is set, which is not supported");
        }

        var rank = json.RequiredInteger(root, "r");
        if (rank is < 1 or > MaxRank)
            throw Unsupported(path, "r", $"r is {rank}; it must be from 1 to {MaxRank}");
        var alpha = json.Number(root, "lora_alpha") ?? throw json.Fault("'lora_alpha' is missing", "lora_alpha");
        return float.IsFinite(alpha)
            ? new PeftConfig(rank, alpha, json.Flag(root, "use_rslora") ?? false)
            : throw json.Fault($"'lora_alpha' is {alpha}", "lora_alpha");
    }

    /// <summary>Scale of a pair of this rank.</summary>
    public float ScaleFor(int rank) => Alpha / (IsRankStabilised ? MathF.Sqrt(rank) : rank);

    private static bool IsOff(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static void Require(string path, string key, string value, string supported)
    {
        if (value != supported)
            throw Unsupported(path, key, $"{key} '{value}' is not supported; supported: '{supported}'");
    }

    private static ModelFormatException Unsupported(string path, string key, string what) =>
        new(path, what, $"key '{key}'", "Train or convert the adapter as a plain LoRA.");
}
