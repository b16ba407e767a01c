using System.Text;
using Freehold.Inference;
using Freehold.Inference.Tokenizers;

namespace Freehold.Benchmarks.Sampling;

/// <summary>
/// As many tokens as asked for, with the lengths and letters of a real vocabulary: every byte, then words made of syllables, most of them
/// with a space in front. The last token ends a text.
/// </summary>
internal sealed class BenchmarkVocabulary : ITokenizer
{
    private static readonly string[] Syllables =
        ["an", "be", "con", "de", "er", "for", "ing", "is", "ly", "ment", "no", "or", "re", "st", "tion", "un", "ve"];
    private static readonly string[] Ends = ["", "", "", "", "", "", ".", ",", "\"", "\":", "\",", "}", "]", "\\", "\u00e9", "\u6f22"];

    private readonly byte[][] _bytes;

    public BenchmarkVocabulary(int size)
    {
        var random = new Random(size);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < size - 257)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Syllables[random.Next(Syllables.Length)]));
            words.Add((random.Next(3) > 0 ? " " : "") + word + (random.Next(8) == 0 ? Ends[random.Next(Ends.Length)] : ""));
        }

        _bytes = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), .. words.Select(Encoding.UTF8.GetBytes), []];
    }

    public int VocabularySize => _bytes.Length;

    public int LongestTokenChars => _bytes.Max(bytes => bytes.Length);

    public int? BeginningOfTextId => null;

    public int? EndOfTextId => _bytes.Length - 1;

    public IReadOnlyList<int> EndOfTextIds => [_bytes.Length - 1];

    public int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false) =>
        [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    public int[] Encode(IReadOnlyList<PromptSegment> segments) => Encode(string.Concat(segments.Select(segment => segment.Text)));

    public string Decode(ReadOnlySpan<int> ids) => string.Concat(ids.ToArray().Select(TokenText));

    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    public string TokenText(int id) => Encoding.UTF8.GetString(_bytes[id]);
}
