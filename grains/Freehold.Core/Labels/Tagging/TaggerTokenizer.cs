using System.Globalization;

namespace Freehold.Core.Labels.Tagging;

/// <summary>Cuts text into words, numbers, signs and line ends in one pass.</summary>
internal static class TaggerTokenizer
{
    /// <summary>Hash of a single line's end; two in a row have another.</summary>
    private const uint LineEndWord = 0x0A0A0A0A, BlankLineWord = 0x0A0B0A0B;

    /// <summary>A longer word is hashed by its beginning alone.</summary>
    private const int HashedChars = 48;

    /// <summary>Fills <paramref name="tokens"/> from <paramref name="position"/> on and returns their number; moves the position on.</summary>
    public static int Read(ReadOnlySpan<char> text, ref int position, Lexicon lexicon, Span<TaggerToken> tokens)
    {
        var count = 0;
        var at = position;
        var space = TokenForm.SpaceBefore;
        while (at < text.Length && count < tokens.Length)
        {
            var sign = text[at];
            if (sign is '\n' or '\r')
            {
                tokens[count++] = LineEnd(text, ref at);
                space = TokenForm.SpaceBefore;
                continue;
            }

            if (sign <= ' ' || char.IsWhiteSpace(sign))
            {
                at++;
                space = TokenForm.SpaceBefore;
                continue;
            }

            var start = at++;
            if (IsWordSign(sign))
            {
                while (at < text.Length && IsWordSign(text[at])) at++;
            }

            tokens[count] = Describe(text[start..at], start, lexicon);
            tokens[count++].Form |= space;
            space = TokenForm.None;
        }

        position = at;
        return count;
    }

    private static bool IsWordSign(char sign) => sign < 128
        ? char.IsAsciiLetterOrDigit(sign)
        : char.IsLetterOrDigit(sign) || char.IsSurrogate(sign)
            || char.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static TaggerToken LineEnd(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        var lines = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            if (text[at++] == '\n') lines++;
        }

        return new TaggerToken
        {
            Start = start,
            Length = at - start,
            Word = lines > 1 ? BlankLineWord : LineEndWord,
            Shape = LineEndWord,
            Form = TokenForm.LineEnd,
        };
    }

    private static TaggerToken Describe(ReadOnlySpan<char> word, int start, Lexicon lexicon)
    {
        var hashed = word.Length > HashedChars ? word[..HashedChars] : word;
        uint hash = WordHash.Start, shape = WordHash.Start, last = 0;
        var form = TokenForm.None;
        foreach (var sign in hashed)
        {
            hash = WordHash.Add(hash, WordHash.Fold(sign));
            var kind = KindOf(sign, ref form);
            if (kind == last && kind != '0') continue;
            shape = WordHash.Add(shape, kind);
            last = kind;
        }

        if (char.IsUpper(word[0])) form |= TokenForm.Capital;
        if (word.Length == 1 && (form & TokenForm.Letters) != 0) shape = WordHash.Add(shape, '1');

        // Years are worth telling from other numbers of four digits.
        if (word.Length == 4 && word is ['1', '9', ..] or ['2', '0', ..] && form == TokenForm.Digits) hash = WordHash.Add(hash, word[0]);
        return new TaggerToken
        {
            Start = start,
            Length = word.Length,
            Word = hash,
            Shape = shape,
            Form = form,
            Traits = (form & TokenForm.Letters) != 0 ? lexicon.Find(hash) : WordTraits.None,
        };
    }

    private static uint KindOf(char sign, ref TokenForm form)
    {
        if (sign < 128)
        {
            if (!char.IsAsciiLetterOrDigit(sign)) return sign;
            form |= char.IsAsciiDigit(sign) ? TokenForm.Digits : TokenForm.Letters;
            return char.IsAsciiDigit(sign) ? '0' : char.IsAsciiLetterUpper(sign) ? 'X' : 'x';
        }

        form |= TokenForm.NotAscii | TokenForm.Letters;
        return char.IsUpper(sign) ? 'X' : sign >= 0x2E80 ? '漢' : 'x';
    }
}
