using Freehold.Inference.Formats;
using Freehold.Inference.Models.Llama;

namespace Freehold.Inference.Models;

/// <summary>The families of models that this engine runs. A new one is one entry here and a folder beside Llama's.</summary>
public static class ModelFamilies
{
    private static readonly Dictionary<string, Func<ModelFile, ModelRuntime, LanguageModel>> Builders = new(StringComparer.Ordinal)
    {
        ["llama"] = (file, runtime) => new LlamaModel(LlamaWeights.Load(file), runtime, file.Path),
    };

    /// <summary>Names of the families, as model files name them.</summary>
    public static IReadOnlyCollection<string> Supported => Builders.Keys;

    internal static void RequireSupported(string file, string family, string where)
    {
        if (!Builders.ContainsKey(family))
        {
            throw new ModelFormatException(
                file, $"model family '{family}' is not supported; supported: {string.Join(", ", Builders.Keys)}", where,
                "Use a model of a supported family.");
        }
    }

    internal static LanguageModel Build(ModelFile file, ModelRuntime runtime)
    {
        RequireSupported(file.Path, file.Config.Family, "configuration");
        return Builders[file.Config.Family](file, runtime);
    }
}
