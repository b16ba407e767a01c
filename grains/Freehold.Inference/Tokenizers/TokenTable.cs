using System.Globalization;
using System.Text;

namespace Freehold.Inference.Tokenizers;

/// <summary>What the tokens of a SentencePiece vocabulary stand for, as bytes.</summary>
internal static class TokenTable
{
    /// <summary>U+2581, which SentencePiece writes for a space.</summary>
    public const char SpaceMark = '\u2581';

    /// <summary>Bytes of each token: [VocabularySize][].</summary>
    public static byte[][] BytesOf(Vocabulary vocabulary)
    {
        var bytes = new byte[vocabulary.Tokens.Length][];
        for (var id = 0; id < bytes.Length; id++)
        {
            bytes[id] = vocabulary.Kinds[id] switch
            {
                TokenKind.Unknown or TokenKind.Control or TokenKind.Unused => [],
                TokenKind.Byte when ByteValue(vocabulary.Tokens[id]) is { } value => [value],
                _ => Encoding.UTF8.GetBytes(vocabulary.Tokens[id].Replace(SpaceMark, ' ')),
            };
        }

        return bytes;
    }

    /// <summary>Id of each byte's token, or <paramref name="missing"/>: [256].</summary>
    public static int[] ByteIds(Vocabulary vocabulary, int missing)
    {
        var ids = new int[256];
        Array.Fill(ids, missing);
        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            if (vocabulary.Kinds[id] == TokenKind.Byte && ByteValue(vocabulary.Tokens[id]) is { } value)
                ids[value] = id;
        }

        return ids;
    }

    private static byte? ByteValue(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>' &&
        byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
