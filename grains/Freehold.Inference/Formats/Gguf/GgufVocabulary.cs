using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.Bpe;
using Freehold.Inference.Tokenizers.SentencePiece;
using Freehold.Inference.Tokenizers.WordPiece;

namespace Freehold.Inference.Formats.Gguf;

/// <summary>Reads the tokenizer arrays of GGUF metadata.</summary>
internal static class GgufVocabulary
{
    private const string ModelKey = "tokenizer.ggml.model", TokensKey = "tokenizer.ggml.tokens", MergesKey = "tokenizer.ggml.merges",
        ScoresKey = "tokenizer.ggml.scores", TypesKey = "tokenizer.ggml.token_type";

    public static Vocabulary? Read(GgufMetadata metadata)
    {
        if (metadata.Texts(TokensKey) is not { Length: > 0 } tokens)
            return null;

        var kinds = OfLength(metadata, TypesKey, metadata.Integers(TypesKey), tokens.Length).Select(ToKind).ToArray();
        return (metadata.Text(ModelKey) ?? throw metadata.Fault(ModelKey, "is missing")) switch
        {
            "llama" => SentencePiece(metadata, tokens, kinds),
            "gpt2" => ByteLevel(metadata, tokens, kinds),
            "bert" => WordPiece(metadata, tokens, kinds),
            var other => throw metadata.Fault(
                ModelKey, $"is '{other}', which is not supported; supported: llama, gpt2, bert",
                "Use a model with a SentencePiece BPE, byte-level BPE or WordPiece vocabulary."),
        };
    }

    private static Vocabulary SentencePiece(GgufMetadata metadata, string[] tokens, TokenKind[] kinds)
    {
        var scores = OfLength(metadata, ScoresKey, metadata.Numbers(ScoresKey), tokens.Length);
        var vocabulary = Common(metadata, TokenizerModel.SentencePiece, tokens, kinds, addBeginning: true);
        return vocabulary with
        {
            Merges = ScoreMerges.Of(tokens, kinds, scores),
            SpacePrefix = metadata.Flag("tokenizer.ggml.add_space_prefix") ?? true ? SpacePrefix.EveryPart : SpacePrefix.None,
        };
    }

    private static Vocabulary ByteLevel(GgufMetadata metadata, string[] tokens, TokenKind[] kinds)
    {
        var rule = GgufSplitRules.Read(metadata);
        var vocabulary = Common(metadata, TokenizerModel.ByteLevel, tokens, kinds, rule.AddBeginningOfText);
        return vocabulary with
        {
            Merges = ReadMerges(metadata, Pieces.Ids(tokens, kinds)),
            SplitRule = rule.Split,
            IgnoreMerges = rule.IgnoreMerges,
            NormalizeFormC = rule.NormalizeFormC,
        };
    }

    // Where the published vocabulary writes "word" and "##continuation", GGUF writes a mark before the word and nothing before the other.
    private static Vocabulary WordPiece(GgufMetadata metadata, string[] tokens, TokenKind[] kinds)
    {
        for (var id = 0; id < tokens.Length; id++)
        {
            if (kinds[id] != TokenKind.Normal)
                continue;
            tokens[id] = tokens[id].StartsWith(Pieces.SpaceMark)
                ? tokens[id][1..]
                : WordPieceTokenizer.ContinuationMark + tokens[id];
        }

        var vocabulary = Common(metadata, TokenizerModel.WordPiece, tokens, kinds, addBeginning: true);
        var first = Id(metadata, "tokenizer.ggml.cls_token_id", tokens.Length) ?? vocabulary.BeginningOfTextId ?? Named(tokens, "[CLS]");
        // The key is misspelt in the format itself.
        var last = Id(metadata, "tokenizer.ggml.seperator_token_id", tokens.Length) ?? Named(tokens, "[SEP]");
        return vocabulary with
        {
            Prefix = first is { } cls ? [cls] : [],
            Suffix = last is { } sep ? [sep] : [],
            UnknownId = vocabulary.UnknownId ?? Named(tokens, "[UNK]"),
        };
    }

    private static Vocabulary Common(GgufMetadata metadata, TokenizerModel model, string[] tokens, TokenKind[] kinds, bool addBeginning)
    {
        var beginning = Id(metadata, "tokenizer.ggml.bos_token_id", tokens.Length);
        var end = Id(metadata, "tokenizer.ggml.eos_token_id", tokens.Length);
        var addsBeginning = metadata.Flag("tokenizer.ggml.add_bos_token") ?? addBeginning;
        var addsEnd = metadata.Flag("tokenizer.ggml.add_eos_token") ?? false;
        return new Vocabulary
        {
            Source = metadata.FilePath,
            Model = model,
            Tokens = tokens,
            Kinds = kinds,
            BeginningOfTextId = beginning,
            EndOfTextId = end,
            UnknownId = Id(metadata, "tokenizer.ggml.unknown_token_id", tokens.Length),
            Prefix = addsBeginning && beginning is { } prefix ? [prefix] : [],
            Suffix = addsEnd && end is { } suffix ? [suffix] : [],
        };
    }

    private static Merge[] ReadMerges(GgufMetadata metadata, Dictionary<string, int> ids)
    {
        var texts = metadata.Texts(MergesKey) ?? throw metadata.Fault(MergesKey, "is missing");
        var merges = new MergeList(ids, texts.Length);
        foreach (var text in texts)
        {
            if (!merges.TryAdd(text))
                throw metadata.Fault(MergesKey, $"holds '{text}' as number {merges.Count}, which is not two tokens that make a third");
        }

        return merges.ToArray();
    }

    private static int? Named(string[] tokens, string text) => Array.IndexOf(tokens, text) is >= 0 and var id ? id : null;

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
