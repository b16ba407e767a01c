namespace Freehold.Inference.Tokenizers.ByteLevel;

/// <summary>
/// The letters that byte-level vocabularies write bytes as (GPT-2's encoder): printable Latin-1 stands for itself, the other bytes for
/// U+0100 and on, in order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = Build();

    private static readonly Dictionary<char, byte> Bytes = Letters.Index().ToDictionary(pair => pair.Item, pair => (byte)pair.Index);

    /// <summary>Letter of a byte.</summary>
    public static char Letter(byte value) => Letters[value];

    /// <summary>Bytes that a token's letters stand for; null where a letter is none of the alphabet.</summary>
    public static byte[]? ToBytes(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
                return null;
        }

        return bytes;
    }

    private static char[] Build()
    {
        var letters = new char[256];
        var next = '\u0100';
        for (var value = 0; value < letters.Length; value++)
            letters[value] = value is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)value : next++;
        return letters;
    }
}
