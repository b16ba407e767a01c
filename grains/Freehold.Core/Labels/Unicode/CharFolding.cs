using System.Globalization;

namespace Freehold.Core.Labels.Unicode;

/// <summary>Folds single code points: widths, mathematical and circled forms, digits of other scripts, look-alikes; drops what is invisible.</summary>
internal static class CharFolding
{
    /// <summary>What <see cref="Fold"/> answers for a character that is not seen.</summary>
    public const int Invisible = -1;

    private const int MathLetters = 0x1D400, MathDigits = 0x1D7CE, MathEnd = 0x1D800, TagSpace = 0xE0020, TagTilde = 0xE007E;

    /// <summary>Whether a character stands for itself in every kind of text; others go through <see cref="Fold"/>.</summary>
    public static bool IsPlain(char c) => c switch
    {
        < '\u0300' => c != '\u00AD' && c is not ('\u0131' or '\u0251' or '\u0261' or '\u00B2' or '\u00B3' or '\u00B9'),
        >= '\u2010' and <= '\u2027' or >= '\u2030' and <= '\u205E' or >= '\u20A0' and <= '\u20CF' => true,
        >= '\u2190' and <= '\u23FF' or >= '\u2500' and <= '\u2DFF' => true,
        >= '\u3000' and <= '\uD7A3' => c != '\u3164',
        _ => false,
    };

    /// <summary>The character that a code point reads as, itself where it reads as nothing else, or <see cref="Invisible"/>.</summary>
    public static int Fold(int codePoint) => codePoint > char.MaxValue ? FoldSupplementary(codePoint) : FoldBasic((char)codePoint);

    private static int FoldBasic(char c)
    {
        if (IsPlain(c))
            return c;
        if (c is >= '\uFF01' and <= '\uFF5E')
            return c - 0xFEE0;
        if (IsInvisible(c))
            return Invisible;
        if (Confusables.LatinOf(c) is not '\0' and var latin)
            return latin;
        if (c is >= '\u24B6' and <= '\u24E9')
            return c < '\u24D0' ? 'A' + (c - '\u24B6') : 'a' + (c - '\u24D0');
        return CharUnicodeInfo.GetDigitValue(c) is >= 0 and var digit ? '0' + digit : c;
    }

    private static bool IsInvisible(char c) =>
        c is '\u3164' or '\uFFA0' or '\u115F' or '\u1160' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark;

    private static int FoldSupplementary(int codePoint) => codePoint switch
    {
        >= MathDigits and < MathEnd => '0' + (codePoint - MathDigits) % 10,
        >= MathLetters and < MathLetters + 52 * 13 => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(codePoint - MathLetters) % 52],
        >= TagSpace and <= TagTilde => codePoint - 0xE0000,
        >= 0x1F130 and <= 0x1F149 => 'A' + (codePoint - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => 'A' + (codePoint - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => 'A' + (codePoint - 0x1F170),
        >= 0xE0100 and <= 0xE01EF => Invisible,
        _ => codePoint,
    };
}
