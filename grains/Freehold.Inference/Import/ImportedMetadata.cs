using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.TokenizerJson;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Import;

/// <summary>The metadata of an imported file: a GGUF's own as it stands, a Hugging Face folder's written anew; and the tokenizer asked for.</summary>
internal static class ImportedMetadata
{
    // What the importer itself says anew.
    private static readonly string[] OwnKeys = ["general.file_type", "general.quantization_version", "general.alignment", "general.name"];

    public static void Write(GgufWriter writer, ModelFile file, ModelImportOptions options)
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
            WriteTokenizer(writer, file, path);
        else if (file is not GgufModelFile && file.ReadVocabulary() is { } vocabulary)
            WriteTokenizer(writer, file, vocabulary);
    }

    private static void WriteTokenizer(GgufWriter writer, ModelFile file, string path)
    {
        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            WriteTokenizer(writer, file, TokenizerJsonFile.Read(path));
            return;
        }

        using var container = GgufContainer.Open(path);
        container.Metadata.CopyTo(writer, IsTokenizerKey);
    }

    private static void WriteTokenizer(GgufWriter writer, ModelFile file, Vocabulary vocabulary)
    {
        GgufVocabularyWriter.Write(writer, vocabulary, file.Config);
        ChatTemplateSource.OfFolder(Path.GetDirectoryName(Path.GetFullPath(vocabulary.Source))!)?.WriteTo(writer);
    }

    private static bool IsTokenizerKey(string key) => key.StartsWith("tokenizer.", StringComparison.Ordinal);
}
