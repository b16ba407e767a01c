using Freehold.Inference.Formats;

namespace Freehold.Inference.Import;

/// <summary>What GGUF calls the families of Hugging Face models.</summary>
internal static class GgufArchitecture
{
    private const string Llama = "llama";

    private static readonly Dictionary<string, string> ByModelType = new(StringComparer.Ordinal)
    {
        ["llama"] = Llama,
        ["mistral"] = Llama,
        ["qwen2"] = "qwen2",
        ["qwen3"] = "qwen3",
        ["phi3"] = "phi3",
        ["gemma2"] = "gemma2",
        ["gemma3"] = "gemma3",
        ["gemma3_text"] = "gemma3",
    };

    /// <exception cref="ModelFormatException">The family is none that is imported.</exception>
    public static string Of(ModelFile file) => ByModelType.GetValueOrDefault(file.Config.Family) ?? throw new ModelFormatException(
        file.Path, $"family '{file.Config.Family}' cannot be written as GGUF; those that can: {string.Join(", ", ByModelType.Keys)}",
        "key 'model_type'", "Run it as it is.");

    /// <summary>True where the GGUF keeps paired rows side by side: see <see cref="RotaryRows"/>.</summary>
    public static bool PermutesRows(ModelConfig config) => ByModelType.GetValueOrDefault(config.Family) == Llama;
}
