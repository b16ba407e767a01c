using System.Text;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>
/// A vocabulary without a model: every byte, pieces that are likely in JSON, pieces that cut characters in two or run across the end of a
/// string, and random ones. The last token ends a text.
/// </summary>
internal sealed class SyntheticVocabulary : ITokenizer
{
    private static readonly string[] Pieces =
    [
        "{\"", "\":", "\": ", "\",", "\", \"", "\"}", "\"]", "[]", "{}", "},", "],", "]}", "}}", ", ", ": ",
        "true", "false", "null", "tr", "ue",
        "\\\"", "\\\\", "\\n", "\\u", "\\u00", "\\ud83d", "\\ude00", "\\ude00\"", "d83d\\u", "name", "value", "id",
        "  ", "\n", "\t", "\r\n", "12",
        "00", "2024-", "-0", "0.", ".5", "e1", "E+", "1e", "é", "ß", "漢字", "😀", "😀\"", "é\":", "Ω,",
    ];

    private readonly byte[][] _bytes;

    public SyntheticVocabulary(int size = 512, int seed = 1)
    {
        var random = new Random(seed);
        var tokens = new List<byte[]>(Enumerable.Range(0, 256).Select(value => new[] { (byte)value }));
        tokens.AddRange(Pieces.Select(Encoding.UTF8.GetBytes));
        tokens.Add([0xF0, 0x9F]);
        tokens.Add([0x98, 0x80]);
        tokens.Add([0x80, (byte)'"', (byte)'}']);
        tokens.Add([(byte)'a', 0xC3]);
        while (tokens.Count < size - 1)
            tokens.Add([.. Enumerable.Range(0, random.Next(2, 7)).Select(_ => (byte)random.Next(0x20, 0x7F))]);
        tokens.Add([]);
        _bytes = [.. tokens];
    }

    public int VocabularySize => _bytes.Length;

    public int LongestTokenChars => _bytes.Max(bytes => bytes.Length);

    public int? BeginningOfTextId => null;

    public int? EndOfTextId => _bytes.Length - 1;

    public IReadOnlyList<int> EndOfTextIds => [_bytes.Length - 1];

    public int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false) =>
        [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    public int[] Encode(IReadOnlyList<PromptSegment> segments) => Encode(string.Concat(segments.Select(segment => segment.Text)));

    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new List<byte>();
        foreach (var id in ids)
            text.AddRange(_bytes[id]);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. text]);
    }

    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    public string TokenText(int id) => Encoding.Latin1.GetString(_bytes[id]);
}
