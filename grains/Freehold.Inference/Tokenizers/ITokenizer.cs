namespace Freehold.Inference.Tokenizers;

/// <summary>Turns text into token ids and back.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public interface ITokenizer
{
    /// <summary>Number of tokens; ids go from 0.</summary>
    int VocabularySize { get; }

    /// <summary>Most UTF-16 characters that one token stands for: a text of n characters takes at least n / this many tokens.</summary>
    int LongestTokenChars { get; }

    /// <summary>Token that begins a text, if there is one.</summary>
    int? BeginningOfTextId { get; }

    /// <summary>Token that ends a text, if there is one.</summary>
    int? EndOfTextId { get; }

    /// <summary>
    /// Every token that ends an answer: <see cref="EndOfTextId"/>, and the control tokens that chat models end a turn with
    /// (<c>&lt;|eot_id|&gt;</c>, <c>&lt;|im_end|&gt;</c> and their like).
    /// </summary>
    IReadOnlyList<int> EndOfTextIds { get; }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">Any text; a lone surrogate is encoded as U+FFFD.</param>
    /// <param name="addBeginningOfText">
    /// Frame the text as the vocabulary asks: the beginning-of-text token in front; of BERT, [CLS] in front and [SEP] after it.
    /// </param>
    /// <param name="parseControl">
    /// Read control tokens written out in the text (<c>&lt;s&gt;</c>) as those tokens. Only for text that is ours, such as a chat
    /// template's: in a user's text it would let the user write the model's control tokens. User-defined tokens are matched always.
    /// </param>
    int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false);

    /// <summary>
    /// Encodes a rendered prompt as one text, in which only control tokens that stand wholly in a template's stretch are read as such; the
    /// tokens of plain text may span stretches. The beginning-of-text token is put in front unless the prompt begins with it.
    /// </summary>
    /// <param name="segments">The prompt's stretches.</param>
    int[] Encode(IReadOnlyList<PromptSegment> segments);

    /// <summary>
    /// Text of a whole sequence: the inverse of <see cref="Encode(string, bool, bool)"/> but for what the vocabulary's normalization takes away. Bytes that are
    /// not UTF-8 become U+FFFD.
    /// </summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>UTF-8 bytes that a token adds to a running text; empty for control tokens. A token may end inside a character.</summary>
    ReadOnlySpan<byte> Bytes(int id);

    /// <summary>
    /// A token as the vocabulary writes it, control tokens included: what a chat template puts in for it. Empty for an id without one.
    /// </summary>
    string TokenText(int id);
}
