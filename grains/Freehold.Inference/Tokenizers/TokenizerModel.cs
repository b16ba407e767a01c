namespace Freehold.Inference.Tokenizers;

/// <summary>The algorithm of a vocabulary.</summary>
public enum TokenizerModel
{
    /// <summary>SentencePiece BPE with byte fallback: Llama 2, Mistral, Phi-3, Gemma.</summary>
    SentencePiece,

    /// <summary>Byte-level BPE: GPT-2, Llama 3, Qwen.</summary>
    ByteLevel,

    /// <summary>WordPiece: BERT.</summary>
    WordPiece,
}

/// <summary>Where SentencePiece puts a space that the text does not have.</summary>
public enum SpacePrefix
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Before the text, and before what follows a special token.</summary>
    EveryPart,

    /// <summary>As <see cref="EveryPart"/>, but not before a part that begins with a space.</summary>
    EveryPartWithoutSpace,

    /// <summary>Before the text only, unless it begins with a space or with a special token.</summary>
    FirstPartWithoutSpace,
}

/// <summary>Whitespace that belongs to a special token in a text.</summary>
[Flags]
public enum TokenTrim
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>All whitespace before it.</summary>
    Left = 1,

    /// <summary>All whitespace after it.</summary>
    Right = 2,
}
