using Freehold.Inference.Tokenizers.Bpe;
using Freehold.Inference.Tokenizers.Splitting;
using Freehold.Inference.Tokenizers.WordPiece;

namespace Freehold.Inference.Tokenizers;

/// <summary>The tokens of a model and the rules that come with them, as read from a file.</summary>
public sealed record Vocabulary
{
    /// <summary>Path of the file that it comes from, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Which algorithm it is for.</summary>
    public required TokenizerModel Model { get; init; }

    /// <summary>
    /// Text of each token, by id, as its algorithm writes it: bytes as letters (byte-level BPE), spaces as U+2581 (SentencePiece),
    /// continuations with <c>##</c> (WordPiece). Control and user-defined tokens stand as they are. [VocabularySize]
    /// </summary>
    public required string[] Tokens { get; init; }

    /// <summary>Kind of each token. [VocabularySize]</summary>
    public required TokenKind[] Kinds { get; init; }

    /// <summary>The merges of BPE; empty for WordPiece.</summary>
    public Merge[] Merges { get; init; } = [];

    /// <summary>True where a word that is a token as a whole is not put together by merges (byte-level BPE).</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>How byte-level BPE cuts a text into words.</summary>
    public SplitRule SplitRule { get; init; }

    /// <summary>True where a text is put into Unicode's form C first (byte-level BPE).</summary>
    public bool NormalizeFormC { get; init; }

    /// <summary>Where SentencePiece encodes a text as if a space stood before it.</summary>
    public SpacePrefix SpacePrefix { get; init; }

    /// <summary>What WordPiece does to a text first.</summary>
    public BertNormalizerOptions BertNormalizer { get; init; } = new();

    /// <summary>Tokens that take the whitespace beside them with them when they are matched in a text.</summary>
    public IReadOnlyDictionary<int, TokenTrim> Trims { get; init; } = new Dictionary<int, TokenTrim>();

    /// <summary>Beginning-of-text token.</summary>
    public int? BeginningOfTextId { get; init; }

    /// <summary>End-of-text token.</summary>
    public int? EndOfTextId { get; init; }

    /// <summary>Token for what has no other.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Tokens in front of a text that is encoded with its frame: beginning of text, or [CLS].</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Tokens after such a text: [SEP], and end of text where a model asks for it.</summary>
    public IReadOnlyList<int> Suffix { get; init; } = [];
}
