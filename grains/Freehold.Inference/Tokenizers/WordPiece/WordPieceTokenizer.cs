using System.Runtime.InteropServices;
using System.Text;
using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Tokenizers.WordPiece;

/// <summary>
/// WordPiece as BERT uses it (Devlin et al. 2019, arXiv:1810.04805): the longest token that a word begins with, then the longest
/// continuation, and so on; a word that cannot be put together is the unknown token.
/// </summary>
internal sealed class WordPieceTokenizer : VocabularyTokenizer
{
    /// <summary>Marks a token that continues a word.</summary>
    public const string ContinuationMark = "##";

    /// <summary>Longer words are unknown, in the published tokenizers too.</summary>
    public const int MaxWordChars = 100;

    private readonly WordCache _cache = new();
    private readonly BertNormalizer _normalizer;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _beginnings;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuations;
    private readonly int _unknownId;

    /// <summary>Builds the tables of a vocabulary.</summary>
    public WordPieceTokenizer(Vocabulary vocabulary)
        : base(vocabulary, id => BytesOf(vocabulary, id))
    {
        _normalizer = new BertNormalizer(vocabulary.BertNormalizer);
        _unknownId = vocabulary.UnknownId ?? 0;
        var beginnings = new Dictionary<string, int>(StringComparer.Ordinal);
        var continuations = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            var token = vocabulary.Tokens[id];
            if (vocabulary.Kinds[id] is not TokenKind.Normal || token.Length == 0)
                continue;
            if (IsContinuation(token))
                continuations[token[ContinuationMark.Length..]] = id;
            else
                beginnings[token] = id;
        }

        _beginnings = beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuations = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whitespace takes no token, and an unknown word one, however long they are.</summary>
    protected override int LongestPlainTokenChars => int.MaxValue;

    /// <inheritdoc />
    protected override bool AddsSpace => true;

    /// <inheritdoc />
    protected override void EncodePlain(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        var separated = _normalizer.Separate(text).AsSpan();
        foreach (var range in separated.Split(' '))
        {
            var word = separated[range];
            if (word.IsEmpty)
                continue;
            if (_cache.Find(word, out var slot) is { } known)
            {
                ids.AddRange(known);
                continue;
            }

            var first = ids.Count;
            EncodeWord(word, ids);
            _cache.Keep(slot, word, CollectionsMarshal.AsSpan(ids)[first..]);
        }
    }

    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        var first = ids.Count;
        var rest = word.Length <= MaxWordChars * 2 && CountCharacters(word) <= MaxWordChars ? word : [];
        while (!rest.IsEmpty)
        {
            var lookup = rest.Length == word.Length ? _beginnings : _continuations;
            var length = rest.Length;
            var id = -1;
            while (length > 0 && !lookup.TryGetValue(rest[..length], out id))
                length--;
            if (length == 0)
            {
                CollectionsMarshal.SetCount(ids, first);
                break;
            }

            ids.Add(id);
            rest = rest[length..];
        }

        if (ids.Count == first)
            ids.Add(_unknownId);
    }

    private static int CountCharacters(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var _ in word.EnumerateRunes())
            count++;
        return count;
    }

    private static byte[] BytesOf(Vocabulary vocabulary, int id)
    {
        var token = vocabulary.Tokens[id];
        return Encoding.UTF8.GetBytes(IsContinuation(token) ? token[ContinuationMark.Length..] : " " + token);
    }

    private static bool IsContinuation(string token) =>
        token.Length > ContinuationMark.Length && token.StartsWith(ContinuationMark, StringComparison.Ordinal);
}
