using System.Globalization;

namespace Freehold.Core.Labels.Scanning;

/// <summary>Cuts a text into words, numbers and symbols in one pass, and says what each word is known as.</summary>
internal static class Tokenizer
{
    private const byte Space = 0, Letter = 1, Digit = 2, Symbol = 3;

    private static readonly byte[] AsciiClasses = BuildAsciiClasses();

    /// <summary>Replaces what is in <paramref name="tokens"/> by the tokens of <paramref name="text"/>.</summary>
    public static void Tokenize(ReadOnlySpan<char> text, WordTable words, TokenBuffer tokens)
    {
        tokens.Clear();
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            switch (Class(text[i]))
            {
                case Letter:
                    var hash = WordTable.Start;
                    do
                    {
                        hash = WordTable.Append(hash, WordTable.Lower(text[i++]));
                    }
                    while (i < text.Length && Class(text[i]) == Letter);

                    tokens.Add(new Token(start, i - start, TokenKind.Word, '\0', words.Find(text[start..i], hash)));
                    break;
                case Digit:
                    do
                    {
                        i++;
                    }
                    while (i < text.Length && char.IsAsciiDigit(text[i]));

                    tokens.Add(new Token(start, i - start, TokenKind.Number, '\0', WordClass.None));
                    break;
                case Symbol:
                    tokens.Add(new Token(start, 1, TokenKind.Symbol, Canonical(text[i++]), WordClass.None));
                    break;
                default:
                    i++;
                    break;
            }
        }
    }

    private static byte Class(char c) => c < 0x80 ? AsciiClasses[c] : ClassOfOther(c);

    private static byte ClassOfOther(char c)
    {
        if (char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            return Letter;
        return char.IsWhiteSpace(c) ? Space : Symbol;
    }

    private static char Canonical(char c) => c switch
    {
        >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D' => '-',
        '\u2018' or '\u2019' or '\u02BC' => '\'',
        _ => c,
    };

    private static byte[] BuildAsciiClasses()
    {
        var classes = new byte[0x80];
        for (var c = '\0'; c < 0x80; c++)
            classes[c] = char.IsAsciiLetter(c) ? Letter : char.IsAsciiDigit(c) ? Digit : char.IsWhiteSpace(c) || char.IsControl(c) ? Space : Symbol;

        return classes;
    }
}
