using System.Runtime.CompilerServices;

namespace Freehold.Core.Features;

/// <summary>What a character is to the extractor.</summary>
internal enum CharKind : byte
{
    /// <summary>White space or a control character.</summary>
    Space,

    /// <summary>Part of a word.</summary>
    Letter,

    /// <summary>Part of a number.</summary>
    Digit,

    /// <summary>A word by itself: a sign, or a character of a script that writes no spaces.</summary>
    Single,
}

/// <summary>Kinds and lower-case forms of characters, from a table where they are ASCII.</summary>
internal static class CharKinds
{
    /// <summary>From here on scripts write no spaces (CJK radicals, kana, Han, and what follows them), but for Hangul.</summary>
    private const char FirstUnspaced = '\u2E80';

    private const char FirstHangul = '\uAC00';
    private const char LastHangul = '\uD7A3';

    private static readonly CharKind[] Ascii = [.. Enumerable.Range(0, 128).Select(code => Classify((char)code))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharKind Of(char character) => character < 128 ? Ascii[character] : Classify(character);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Lower(char letter) => letter switch
    {
        >= 'A' and <= 'Z' => (char)(letter | 0x20),
        < (char)128 => letter,
        _ => char.ToLowerInvariant(letter),
    };

    private static CharKind Classify(char character)
    {
        if (char.IsWhiteSpace(character) || char.IsControl(character)) return CharKind.Space;
        if (char.IsDigit(character)) return CharKind.Digit;
        if (!char.IsLetter(character)) return CharKind.Single;
        return character < FirstUnspaced || character is >= FirstHangul and <= LastHangul ? CharKind.Letter : CharKind.Single;
    }
}
