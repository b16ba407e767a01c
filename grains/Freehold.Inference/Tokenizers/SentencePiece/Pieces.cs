using System.Globalization;

namespace Freehold.Inference.Tokenizers.SentencePiece;

/// <summary>How SentencePiece writes pieces.</summary>
internal static class Pieces
{
    /// <summary>U+2581, which stands for a space.</summary>
    public const char SpaceMark = '\u2581';

    /// <summary>Ids of the tokens that text can become, by their text; of equal ones the last.</summary>
    public static Dictionary<string, int> Ids(string[] tokens, TokenKind[] kinds)
    {
        var ids = new Dictionary<string, int>(tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Length; id++)
        {
            if (kinds[id] is TokenKind.Normal or TokenKind.UserDefined && tokens[id].Length > 0)
                ids[tokens[id]] = id;
        }

        return ids;
    }

    /// <summary>Value of a byte token, <c>&lt;0x0A&gt;</c>.</summary>
    public static byte? ByteValue(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>' &&
        byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
