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
