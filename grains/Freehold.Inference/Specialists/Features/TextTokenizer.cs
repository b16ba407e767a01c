using System.Globalization;

namespace Freehold.Inference.Specialists.Features;

/// <summary>Cuts text into words and signs. Ideographs and kana, which are written without spaces, are tokens each.</summary>
internal static class TextTokenizer
{
    /// <summary>What follows in a longer word is not hashed.</summary>
    private const int MaxHashedChars = 64;

    private const char FirstUnspaced = '\u2E80', LastUnspaced = '\u9FFF';

    /// <summary>Fills <paramref name="tokens"/> from the text's beginning and returns their number; what is too much is left out.</summary>
    public static int Read(ReadOnlySpan<char> text, Span<TextToken> tokens)
    {
        var (count, at) = (0, 0);
        while (at < text.Length && count < tokens.Length)
        {
            if (char.IsWhiteSpace(text[at]) || char.IsControl(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var isWord = IsWordSign(text[at++]);
            while (isWord && at < text.Length && IsWordSign(text[at]) && !IsUnspaced(text[at]) && !IsUnspaced(text[start]))
                at++;
            tokens[count++] = new TextToken(start, at - start, Hash(text[start..at]), isWord);
        }

        return count;
    }

    private static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = FeatureHash.Start;
        foreach (var sign in word[..Math.Min(word.Length, MaxHashedChars)])
            hash = FeatureHash.Add(hash, FeatureHash.Fold(sign));
        return hash;
    }

    private static bool IsWordSign(char sign) => sign < 128
        ? char.IsAsciiLetterOrDigit(sign)
        : char.IsLetterOrDigit(sign) || char.IsSurrogate(sign)
            || char.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsUnspaced(char sign) => sign is >= FirstUnspaced and <= LastUnspaced;
}
