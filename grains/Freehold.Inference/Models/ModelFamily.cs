using Freehold.Inference.Formats;

namespace Freehold.Inference.Models;

/// <summary>
/// What sets a family of models apart: its names, its settings, its tensors' names, and what it computes. Shared code reads the files and
/// runs the model (see docs/adding-a-model-family.md).
/// </summary>
internal abstract class ModelFamily
{
    /// <summary>Names by which files call the family: GGUF's <c>general.architecture</c>, config.json's <c>model_type</c>.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Reads sizes and traits, and refuses by name what the family's code does not compute.</summary>
    public abstract ModelConfig ReadConfig(ConfigSource source);

    /// <summary>The GGUF name of a Hugging Face tensor; null for one that holds no weights; the name itself where it is unknown.</summary>
    public abstract string? GgufName(string huggingFaceName);

    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of the family's.</exception>
    public abstract LanguageModel Build(ModelFile file, ModelRuntime runtime);

    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of the family's.</exception>
    public abstract TextEmbedder BuildEmbedder(ModelFile file, ModelRuntime runtime);
}
