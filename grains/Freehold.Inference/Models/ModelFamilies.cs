using Freehold.Inference.Formats;
using Freehold.Inference.Models.Families;

namespace Freehold.Inference.Models;

/// <summary>The families of models that this engine runs. A new one is one file in Families and one entry here.</summary>
public static class ModelFamilies
{
    private static readonly ModelFamily[] All =
    [
        new LlamaFamily(), new Qwen2Family(), new Qwen3Family(), new Phi3Family(), new Gemma2Family(), new Gemma3Family(),
        new BertFamily(),
    ];

    private static readonly Dictionary<string, ModelFamily> ByName =
        All.SelectMany(family => family.Names, (family, name) => (family, name))
            .ToDictionary(pair => pair.name, pair => pair.family, StringComparer.Ordinal);

    /// <summary>Names of the families, as model files name them.</summary>
    public static IReadOnlyCollection<string> Supported => ByName.Keys;

    internal static ModelFamily Require(string file, string name, string where) =>
        ByName.TryGetValue(name, out var family)
            ? family
            : throw new ModelFormatException(
                file, $"model family '{name}' is not supported; supported: {string.Join(", ", ByName.Keys)}", where,
                "Use a model of a supported family.");

    internal static TextEmbedder BuildEmbedder(ModelFile file, ModelRuntime runtime) =>
        Require(file.Path, file.Config.Family, "configuration").BuildEmbedder(file, runtime);

    internal static LanguageModel Build(ModelFile file, ModelRuntime runtime) =>
        Require(file.Path, file.Config.Family, "configuration").Build(file, runtime);
}
