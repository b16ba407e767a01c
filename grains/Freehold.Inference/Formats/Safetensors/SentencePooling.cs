namespace Freehold.Inference.Formats.Safetensors;

/// <summary>Reads how sentence-transformers pools: <c>1_Pooling/config.json</c> beside the model.</summary>
internal static class SentencePooling
{
    private static readonly (string Key, EmbeddingPooling Pooling)[] Modes =
    [
        ("pooling_mode_cls_token", EmbeddingPooling.FirstToken), ("pooling_mode_mean_tokens", EmbeddingPooling.Mean),
        ("pooling_mode_lasttoken", EmbeddingPooling.LastToken),
    ];

    private static readonly string[] Unsupported =
        ["pooling_mode_max_tokens", "pooling_mode_mean_sqrt_len_tokens", "pooling_mode_weightedmean_tokens"];

    /// <summary>The mode that is switched on; null where the folder is not one of sentence-transformers.</summary>
    /// <exception cref="ModelFormatException">Another mode is switched on, or several.</exception>
    public static EmbeddingPooling? Read(string folder)
    {
        var path = Path.Combine(folder, "1_Pooling", "config.json");
        if (!File.Exists(path))
            return null;

        var root = JsonFile.Load(path, out var json);
        var on = Modes.Where(mode => json.Flag(root, mode.Key) == true).ToArray();
        var other = Array.Find(Unsupported, key => json.Flag(root, key) == true);
        return on.Length == 1 && other is null
            ? on[0].Pooling
            : throw new ModelFormatException(
                path, other is null ? $"{on.Length} ways of pooling are switched on" : $"'{other}' is not supported",
                $"key '{other ?? "pooling_mode"}'", "Use a model with CLS, mean or last-token pooling.");
    }
}
