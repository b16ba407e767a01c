using System.Globalization;

namespace Freehold.Core.Labels.Tagging;

/// <summary>Cuts text into words, numbers, signs and line ends in one pass.</summary>
internal static class TaggerTokenizer
{
    /// <summary>Hash of a single line's end; two in a row have another.</summary>
    private const uint LineEndWord = 0x0A0A0A0A, BlankLineWord = 0x0A0B0A0B;

    /// <summary>A longer word is hashed by its beginning alone.</summary>
    private const int HashedChars = 48;

    private static readonly uint SmallShape = WordHash.Add(WordHash.Start, 'x'), CapitalShape = WordHash.Add(WordHash.Add(WordHash.Start, 'X'), 'x');

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

            ref var token = ref tokens[count];
            if (!ReadPlain(text, ref at, lexicon, ref token))
            {
                var start = at++;
                if (IsWordSign(sign))
                {
                    while (at < text.Length && IsWordSign(text[at])) at++;
                }

                token = Describe(text[start..at], start, lexicon);
            }

            tokens[count++].Form |= space;
            space = TokenForm.None;
        }

        position = at;
        return count;
    }

    // The most frequent tokens by far: ASCII words in small letters or with one capital before them, and single signs.
    private static bool ReadPlain(ReadOnlySpan<char> text, ref int at, Lexicon lexicon, ref TaggerToken token)
    {
        var start = at;
        uint first = text[start];
        if (first >= 128) return false;
        uint hash = WordHash.Add(WordHash.Start, WordHash.Fold((char)first)), shape = WordHash.Start;
        var form = TokenForm.None;
        var end = start + 1;
        if (char.IsAsciiLetter((char)first))
        {
            while (end < text.Length && (uint)(text[end] - 'a') < 26) hash = WordHash.Add(hash, text[end++]);
            if ((end < text.Length && !IsPlainEnd(text[end])) || end - start > HashedChars) return false;
            var isCapital = first < 'a';
            form = TokenForm.Letters | (isCapital ? TokenForm.Capital : TokenForm.None);
            shape = !isCapital ? SmallShape : end - start > 1 ? CapitalShape : WordHash.Add(WordHash.Start, 'X');
            if (end - start == 1) shape = WordHash.Add(shape, '1');
        }
        else
        {
            if (char.IsAsciiDigit((char)first)) return false;
            shape = WordHash.Add(shape, first);
        }

        token = new TaggerToken { Start = start, Length = end - start, Word = hash, Shape = shape, Form = form };
        if (form != TokenForm.None) token.Traits = lexicon.Find(hash, out token.Cue);
        at = end;
        return true;
    }

    private static bool IsPlainEnd(char sign) => sign < 128 && !char.IsAsciiLetterOrDigit(sign);

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
        var cue = Cue.None;
        return new TaggerToken
        {
            Start = start,
            Length = word.Length,
            Word = hash,
            Shape = shape,
            Form = form,
            Traits = (form & TokenForm.Letters) != 0 ? lexicon.Find(hash, out cue) : WordTraits.None,
            Cue = cue,
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
