using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats;

/// <summary>An open model: its configuration, its tensors by GGUF name, and its vocabulary where the format carries one.</summary>
/// <remarks>
/// Weights are mapped, not loaded: opening costs the header only, and pages come in as inference touches them. Dispose unmaps, and must
/// come after the last use of any tensor.
/// </remarks>
public abstract class ModelFile : IDisposable
{
    private protected ModelFile(string path, ModelConfig config, IReadOnlyDictionary<string, ModelTensor> tensors)
    {
        Path = path;
        Config = config;
        Tensors = tensors;
    }

    /// <summary>The path that was opened.</summary>
    public string Path { get; }

    /// <summary>Sizes and constants.</summary>
    public ModelConfig Config { get; }

    /// <summary>Every tensor of the model, by its GGUF name.</summary>
    public IReadOnlyDictionary<string, ModelTensor> Tensors { get; }

    /// <summary>The vocabulary inside the file or, of a Hugging Face folder, in tokenizer.json; null where there is none.</summary>
    public abstract Vocabulary? ReadVocabulary();

    /// <summary>The chat template in or beside the file, or null where there is none.</summary>
    public abstract ChatTemplateSource? ReadChatTemplate();

    /// <summary>
    /// SHA-256 of the weights in lower-case hex: of the file, or, of a model in several shards, of the shards' digests in the order of
    /// their names.
    /// </summary>
    public abstract string ComputeDigest(CancellationToken cancellationToken = default);

    /// <summary>Opens a .gguf file, a .safetensors file with its config.json beside it, or a folder that holds either of the two.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or of a kind that is not supported.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static ModelFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            return OpenFolder(path);
        return System.IO.Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? SafetensorsModelFile.OpenFile(path)
            : GgufModelFile.OpenFile(path);
    }

    private static ModelFile OpenFolder(string folder)
    {
        if (File.Exists(System.IO.Path.Combine(folder, "config.json")))
            return SafetensorsModelFile.OpenFolder(folder);

        var candidates = Directory.GetFiles(folder, "*.gguf");
        return candidates.Length == 1
            ? GgufModelFile.OpenFile(candidates[0])
            : throw new ModelFormatException(
                folder, $"the folder holds no config.json and {candidates.Length} .gguf files", "folder", "Name one model file.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Unmaps the files.</summary>
    protected abstract void Dispose(bool disposing);
}
