using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;

namespace Freehold.Inference.Tokenizers;

/// <summary>Makes the tokenizer that a vocabulary is for.</summary>
public static class TokenizerFactory
{
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
    /// <exception cref="ModelFormatException">The vocabulary is of an unsupported kind.</exception>
    public static ITokenizer Create(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return vocabulary.Model switch
        {
            "llama" => new SentencePieceTokenizer(vocabulary),
            _ => throw new ModelFormatException(
                vocabulary.Source, $"tokenizer model '{vocabulary.Model}' is not supported; supported: llama",
                "key 'tokenizer.ggml.model'", "Use a model with a SentencePiece vocabulary."),
        };
    }
}
