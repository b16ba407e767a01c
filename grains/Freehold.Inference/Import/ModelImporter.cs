using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Import;

/// <summary>
/// Turns a Hugging Face folder or a GGUF file into one GGUF file with quantised weights. Memory is bounded by a few rows, whatever the
/// model's size. The file is opened as an engine would open it before it is put into its place.
/// </summary>
public static class ModelImporter
{
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

        // A model that no engine could run is refused before hours of writing, with the engine's own words.
        var (original, tokenizer) = Check(source, options.TokenizerPath, cancellationToken);
        using var file = ModelFile.Open(source);
        var writer = new GgufWriter();
        ImportedMetadata.Write(writer, file, options);
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
            ImportedTokenizer.RequireSame(source, tokenizer, written.Tokenizer);
            (model, hasTokenizer) = (written.Info, written.Tokenizer is not null);
        }
    }

    private static (ModelInfo Info, ITokenizer? Tokenizer) Check(string source, string? tokenizerPath, CancellationToken cancellationToken)
    {
        using var model = LoadedModel.Load(source, CheckOptions with { TokenizerPath = tokenizerPath }, cancellationToken);
        return (model.Info, model.Tokenizer);
    }
}
