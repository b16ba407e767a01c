using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.TokenizerJson;
using Freehold.Inference.Tokenizers.ByteLevel;
using Freehold.Inference.Tokenizers.SentencePiece;
using Freehold.Inference.Tokenizers.WordPiece;

namespace Freehold.Inference.Tokenizers;

/// <summary>Makes the tokenizer that a vocabulary is for.</summary>
public static class TokenizerFactory
{
    /// <summary>
    /// Reads a tokenizer: a tokenizer.json, a Hugging Face folder that holds one, or a .gguf file, with or without weights.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is damaged, has no vocabulary, or one of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static ITokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            return FromTokenizerJson(Path.Combine(path, TokenizerJsonFile.Name));
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? FromTokenizerJson(path) : FromGguf(path);
    }

    /// <summary>Reads a Hugging Face tokenizer.json, and the tokenizer_config.json beside it where there is one.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or asks for something that is not supported.</exception>
    public static ITokenizer FromTokenizerJson(string path) => Create(TokenizerJsonFile.Read(path));

    /// <summary>Reads the tokenizer of a GGUF file, with or without weights in it.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, has no vocabulary, or one of an unsupported kind.</exception>
    public static ITokenizer FromGguf(string path)
    {
        using var container = GgufContainer.Open(path);
        return GgufVocabulary.Read(container.Metadata) is { } vocabulary
            ? Create(vocabulary)
            : throw container.Metadata.Fault("tokenizer.ggml.tokens", "is missing", "Name a GGUF file with a vocabulary.");
    }

    /// <summary>Makes the tokenizer of a vocabulary.</summary>
    public static ITokenizer Create(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return vocabulary.Model switch
        {
            TokenizerModel.SentencePiece => new SentencePieceTokenizer(vocabulary),
            TokenizerModel.ByteLevel => new ByteLevelTokenizer(vocabulary),
            TokenizerModel.WordPiece => new WordPieceTokenizer(vocabulary),
            _ => throw new ArgumentOutOfRangeException(nameof(vocabulary), vocabulary.Model, "No such model."),
        };
    }
}
