namespace Freehold.Wire.Texts;

/// <summary>What a request holds that cannot be read as text.</summary>
[Flags]
public enum UnreadableContent
{
    /// <summary>All of it can be read.</summary>
    None = 0,

    /// <summary>Parts of messages that are, or point to, images, sound or files.</summary>
    Media = 1,

    /// <summary>Ids of tokens, which mean something to one tokenizer only.</summary>
    TokenIds = 2,

    /// <summary>Encoded bytes: a <c>data:</c> URL, or a long run of Base64.</summary>
    Binary = 4,
}
