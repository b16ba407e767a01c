using System.Globalization;
using System.Text;

namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>What the splitting patterns tell apart.</summary>
internal enum CharacterClass : byte
{
    /// <summary>None of the others: punctuation, symbols, marks, control characters, unassigned ones.</summary>
    Other,

    /// <summary><c>\p{L}</c></summary>
    Letter,

    /// <summary><c>\p{N}</c></summary>
    Number,

    /// <summary><c>\s</c>, the property White_Space, but for the next two.</summary>
    Space,

    /// <summary>CR or LF.</summary>
    Newline,

    /// <summary>There is no character: the text has ended.</summary>
    End,

    /// <summary>Half of a character outside the first plane.</summary>
    Surrogate,
}

/// <summary>Classes of the characters of UTF-16 text.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Units = [.. Enumerable.Range(0, 0x10000).Select(unit => OfUnit((char)unit))];

    /// <summary>
    /// Class of the character at a place, and its length in UTF-16 units. A lone surrogate is of class Other, as U+FFFD is.
    /// </summary>
    public static CharacterClass At(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        if ((uint)at >= (uint)text.Length)
            return CharacterClass.End;
        var unit = Units[text[at]];
        return unit == CharacterClass.Surrogate ? OfPair(text[at..], out length) : unit;
    }

    /// <summary>End of the run of characters of one class that starts at a place.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int at, CharacterClass of)
    {
        while (At(text, at, out var length) == of)
            at += length;
        return at;
    }

    private static CharacterClass OfPair(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return OfCategory(Rune.GetUnicodeCategory(rune));
    }

    private static CharacterClass OfUnit(char unit) => unit switch
    {
        '\r' or '\n' => CharacterClass.Newline,
        _ when char.IsSurrogate(unit) => CharacterClass.Surrogate,
        _ when char.IsWhiteSpace(unit) => CharacterClass.Space,
        _ => OfCategory(char.GetUnicodeCategory(unit)),
    };

    private static CharacterClass OfCategory(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other,
    };
}
