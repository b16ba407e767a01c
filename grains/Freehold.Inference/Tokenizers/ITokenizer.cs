namespace Freehold.Inference.Tokenizers;

/// <summary>Turns text into token ids and back.</summary>
/// <remarks>Immutable, and so safe for use by many threads.</remarks>
public interface ITokenizer
{
    /// <summary>Number of tokens; ids go from 0.</summary>
    int VocabularySize { get; }

    /// <summary>Most UTF-16 characters that one token stands for: a text of n characters takes at least n / this many tokens.</summary>
    int LongestTokenChars { get; }

    /// <summary>Token that ends a text, if there is one.</summary>
    int? EndOfTextId { get; }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text; a lone surrogate is encoded as U+FFFD.</param>
    /// <param name="addBeginningOfText">Put the beginning-of-text token in front, where the vocabulary asks for one.</param>
    /// <param name="parseControl">
    /// Read control tokens written out in the text (<c>&lt;s&gt;</c>) as those tokens. Only for text that is ours, such as a chat template's:
    /// in a user's text it would let the user write the model's control tokens.
    /// </param>
    int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false);

    /// <summary>Text of a whole sequence: the inverse of <see cref="Encode"/>. Bytes that are not UTF-8 become U+FFFD.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>UTF-8 bytes that a token adds to a running text; empty for control tokens. A token may end inside a character.</summary>
    ReadOnlySpan<byte> Bytes(int id);
}
