using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>Reads the tokenizer arrays of GGUF metadata.</summary>
internal static class GgufVocabulary
{
    private const string TokensKey = "tokenizer.ggml.tokens", ScoresKey = "tokenizer.ggml.scores", TypesKey = "tokenizer.ggml.token_type";

    public static Vocabulary? Read(GgufMetadata metadata)
    {
        if (metadata.Texts(TokensKey) is not { } tokens)
            return null;

        var model = metadata.Text("tokenizer.ggml.model") ?? throw metadata.Fault("tokenizer.ggml.model", "is missing");
        return new Vocabulary
        {
            Source = metadata.FilePath,
            Model = model,
            Tokens = tokens,
            Scores = OfLength(metadata, ScoresKey, metadata.Numbers(ScoresKey), tokens.Length),
            Kinds = [.. OfLength(metadata, TypesKey, metadata.Integers(TypesKey), tokens.Length).Select(ToKind)],
            BeginningOfTextId = Id(metadata, "tokenizer.ggml.bos_token_id", tokens.Length),
            EndOfTextId = Id(metadata, "tokenizer.ggml.eos_token_id", tokens.Length),
            UnknownId = Id(metadata, "tokenizer.ggml.unknown_token_id", tokens.Length),
            AddBeginningOfText = metadata.Flag("tokenizer.ggml.add_bos_token") ?? true,
            AddSpacePrefix = metadata.Flag("tokenizer.ggml.add_space_prefix") ?? true,
        };
    }

    private static T[] OfLength<T>(GgufMetadata metadata, string key, T[]? values, int count)
    {
        if (values is null || values.Length == count)
            return values ?? new T[count];
        throw metadata.Fault(key, $"has {values.Length} elements for {count} tokens");
    }

    private static int? Id(GgufMetadata metadata, string key, int count)
    {
        var id = metadata.TokenId(key);
        return id is null || id < count ? id : throw metadata.Fault(key, $"is {id}, and there are {count} tokens");
    }

    // Numbers of llama.h, enum llama_token_type; anything else is an ordinary piece.
    private static TokenKind ToKind(int type) => type switch
    {
        2 => TokenKind.Unknown,
        3 => TokenKind.Control,
        4 => TokenKind.UserDefined,
        5 => TokenKind.Unused,
        6 => TokenKind.Byte,
        _ => TokenKind.Normal,
    };
}
