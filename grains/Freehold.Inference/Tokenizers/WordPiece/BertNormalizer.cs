using System.Globalization;
using System.Text;
using Freehold.Inference.Tokenizers.Unicode;

namespace Freehold.Inference.Tokenizers.WordPiece;

/// <summary>BERT's basic tokenization: cleans a text, and cuts it into words at whitespace and around punctuation and ideographs.</summary>
internal sealed class BertNormalizer(BertNormalizerOptions options)
{
    // As the published tokenizers have them: the CJK blocks that are written without spaces.
    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
        (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    /// <summary>A text with every word between spaces: what is left to do is to cut at them.</summary>
    public string Separate(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder(text.Length + 16);
        if (!options.StripAccents || Ascii.IsValid(text))
        {
            foreach (var rune in text.EnumerateRunes())
                Append(words, rune);
            return words.ToString();
        }

        // Ideographs are known before compatibility forms of them decompose.
        var spaced = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            AppendIdeograph(spaced, rune);
        foreach (var character in Normalization.Decompose(spaced.ToString()))
        {
            if (Rune.GetUnicodeCategory(new Rune(character)) != UnicodeCategory.NonSpacingMark)
                Append(words, new Rune(character));
        }

        return words.ToString();
    }

    private void AppendIdeograph(StringBuilder text, Rune rune)
    {
        var separate = options.SeparateIdeographs && IsIdeograph(rune.Value);
        text.Append(separate ? " " : "").Append(rune.ToString()).Append(separate ? " " : "");
    }

    private void Append(StringBuilder words, Rune rune)
    {
        if (rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value))
        {
            words.Append(options.LowerCase ? char.ToLowerInvariant((char)rune.Value) : (char)rune.Value);
            return;
        }

        // Of the control characters that are whitespace too, only these three survive cleaning.
        var isKeptControl = rune.Value is '\t' or '\n' or '\r';
        if (options.CleanText && !isKeptControl && (rune.Value is 0 or 0xFFFD || IsControl(rune)))
            return;
        if (Rune.IsWhiteSpace(rune))
        {
            words.Append(' ');
            return;
        }

        var separate = IsPunctuation(rune) || (options.SeparateIdeographs && IsIdeograph(rune.Value));
        var letter = options.LowerCase ? Rune.ToLowerInvariant(rune) : rune;
        words.Append(separate ? " " : "").Append(letter.ToString()).Append(separate ? " " : "");
    }

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? rune.Value is >= 0x21 and <= 0x7E : Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int value)
    {
        foreach (var (first, last) in Ideographs)
        {
            if (value >= first && value <= last)
                return true;
        }

        return false;
    }
}
