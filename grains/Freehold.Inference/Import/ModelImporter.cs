using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;

namespace Freehold.Inference.Import;

/// <summary>
/// Turns a Hugging Face folder or a GGUF file into one GGUF file with quantised weights. Memory is bounded by a few rows, whatever the
/// model's size. The file is opened as an engine would open it before it is put into its place.
/// </summary>
public static class ModelImporter
{
    // What the writer itself says anew.
    private static readonly string[] OwnKeys = ["general.file_type", "general.quantization_version", "general.alignment", "general.name"];

    private static readonly ModelLoadOptions CheckOptions = new() { Threads = 1, MaxBatchTokens = 1, KvCacheTokens = 64 };

    /// <summary>Imports a model.</summary>
    /// <param name="source">A Hugging Face folder, a .safetensors file with its config.json beside it, or a .gguf file.</param>
    /// <param name="target">The .gguf file to write.</param>
    /// <param name="options">How to store it.</param>
    /// <param name="cancellationToken">Ends the import; nothing is left behind.</param>
    /// <exception cref="ModelFormatException">The source is damaged, or of a kind that cannot be imported.</exception>
    /// <exception cref="IOException">There is no such source, there is such a target already, or the disk is full.</exception>
    public static ModelImportReport Import(
        string source, string target, ModelImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ArgumentNullException.ThrowIfNull(options);
        var original = Check(source, options.TokenizerPath, cancellationToken);
        using var file = ModelFile.Open(source);
        var writer = new GgufWriter();
        WriteMetadata(writer, file, options);
        var tensors = new TensorImport(file, options.Encoding);
        tensors.AddTo(writer);

        ModelInfo? model = null;
        var hasTokenizer = false;
        writer.Save(target, options.Overwrite, CheckWritten, cancellationToken);
        return new ModelImportReport(
            target, model!, original.WeightsSha256, file.Tensors.Values.Sum(tensor => tensor.ByteLength), new FileInfo(target).Length,
            options.Encoding, tensors.HalfTensors, hasTokenizer);

        void CheckWritten(string path)
        {
            using var written = LoadedModel.Load(path, CheckOptions, cancellationToken);
            ImportedTraits.RequireSame(source, file.Config, written.Config);
            (model, hasTokenizer) = (written.Info, written.Tokenizer is not null);
        }
    }

    // A model that no engine could run is refused before hours of writing, with the engine's own words.
    private static ModelInfo Check(string source, string? tokenizerPath, CancellationToken cancellationToken)
    {
        using var model = LoadedModel.Load(source, CheckOptions with { TokenizerPath = tokenizerPath }, cancellationToken);
        return model.Info;
    }

    private static void WriteMetadata(GgufWriter writer, ModelFile file, ModelImportOptions options)
    {
        const int quantizationVersion = 2; // of ggml's block layouts, since May 2023
        if (file is GgufModelFile { Metadata: var metadata })
            metadata.CopyTo(writer, key => !OwnKeys.Contains(key) && (options.TokenizerPath is null || !IsTokenizerKey(key)));
        else
            GgufConfigWriter.Write(writer, file);
        writer.Set("general.name", options.Name ?? file.Config.Name);
        writer.Set("general.file_type", options.Encoding.FileType);
        writer.Set("general.quantization_version", quantizationVersion);

        if (options.TokenizerPath is { } path)
        {
            using var container = GgufContainer.Open(path);
            container.Metadata.CopyTo(writer, IsTokenizerKey);
        }
    }

    private static bool IsTokenizerKey(string key) => key.StartsWith("tokenizer.", StringComparison.Ordinal);
}
