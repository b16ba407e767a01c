namespace Freehold.Inference.Tokenizers;

/// <summary>What a token is to the tokenizer.</summary>
public enum TokenKind
{
    /// <summary>A piece of text.</summary>
    Normal,

    /// <summary>Stands for what has no token.</summary>
    Unknown,

    /// <summary>Steers the model (beginning or end of text) and has no text of its own.</summary>
    Control,

    /// <summary>Text that is matched whole, before any merging.</summary>
    UserDefined,

    /// <summary>A place that no text uses.</summary>
    Unused,

    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>.</summary>
    Byte,
}

/// <summary>The tokens of a model and the rules that come with them, as read from a file.</summary>
public sealed record Vocabulary
{
    /// <summary>Path of the file that it comes from, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Which algorithm it is for; <c>llama</c> is SentencePiece BPE.</summary>
    public required string Model { get; init; }

    /// <summary>Text of each token, by id. [VocabularySize]</summary>
    public required string[] Tokens { get; init; }

    /// <summary>Score of each token: of two merges the one with the higher score comes first. [VocabularySize]</summary>
    public required float[] Scores { get; init; }

    /// <summary>Kind of each token. [VocabularySize]</summary>
    public required TokenKind[] Kinds { get; init; }

    /// <summary>Beginning-of-text token.</summary>
    public int? BeginningOfTextId { get; init; }

    /// <summary>End-of-text token.</summary>
    public int? EndOfTextId { get; init; }

    /// <summary>Token for what has no other.</summary>
    public int? UnknownId { get; init; }

    /// <summary>True where a prompt starts with the beginning-of-text token.</summary>
    public bool AddBeginningOfText { get; init; } = true;

    /// <summary>True where a text is encoded as if a space stood before it.</summary>
    public bool AddSpacePrefix { get; init; } = true;
}
