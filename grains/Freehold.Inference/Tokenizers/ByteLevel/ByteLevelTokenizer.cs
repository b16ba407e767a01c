using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Freehold.Inference.Tokenizers.Bpe;
using Freehold.Inference.Tokenizers.Splitting;
using Freehold.Inference.Tokenizers.Unicode;

namespace Freehold.Inference.Tokenizers.ByteLevel;

/// <summary>
/// Byte-level BPE (Radford et al. 2019, section 2.2): a rule cuts the text into words, and within a word its UTF-8 bytes are merged. Every
/// text can be encoded, and decoding gives it back.
/// </summary>
internal sealed class ByteLevelTokenizer : VocabularyTokenizer
{
    private const int StackBytes = 256, NoToken = -1;

    // Four characters at most compose into one in form C.
    private const int MostComposedChars = 4;

    private readonly WordCache _cache = new();
    private readonly BpeMerger _merger;
    private readonly int[] _byteIds = new int[256];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _words;

    /// <summary>Builds the tables of a vocabulary.</summary>
    public ByteLevelTokenizer(Vocabulary vocabulary)
        : base(vocabulary, id => BytesOf(vocabulary, id))
    {
        _merger = new BpeMerger(new MergeTable(vocabulary.Merges));
        var words = new Dictionary<string, int>(vocabulary.Tokens.Length, StringComparer.Ordinal);
        var longest = 1;
        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            longest = Math.Max(longest, vocabulary.Tokens[id].Length);
            if (vocabulary.Kinds[id] == TokenKind.Normal)
                words[vocabulary.Tokens[id]] = id;
        }

        var missing = vocabulary.UnknownId ?? NoToken;
        for (var value = 0; value < _byteIds.Length; value++)
            _byteIds[value] = words.GetValueOrDefault(ByteAlphabet.Letter((byte)value).ToString(), missing);
        _words = vocabulary.IgnoreMerges ? words.GetAlternateLookup<ReadOnlySpan<char>>() : null;
        longest *= vocabulary.NormalizeFormC ? MostComposedChars : 1;
        LongestPlainTokenChars = _byteIds.Contains(NoToken) ? int.MaxValue : longest;
    }

    /// <inheritdoc />
    protected override int LongestPlainTokenChars { get; }

    /// <inheritdoc />
    protected override bool AddsSpace => false;

    /// <inheritdoc />
    protected override void EncodePlain(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        var words = new WordSplitter(Vocabulary.SplitRule, Vocabulary.NormalizeFormC ? Normalization.FormC(text) : text);
        while (words.TryNext(out var word))
        {
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
        var most = Encoding.UTF8.GetMaxByteCount(word.Length);
        var rentedBytes = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        var rentedSymbols = most > StackBytes ? ArrayPool<int>.Shared.Rent(most) : null;
        var bytes = rentedBytes ?? stackalloc byte[StackBytes];
        var symbols = rentedSymbols ?? stackalloc int[StackBytes];
        bytes = bytes[..Encoding.UTF8.GetBytes(word, bytes)];
        if (TryWhole(bytes, out var whole))
        {
            ids.Add(whole);
        }
        else
        {
            var count = 0;
            foreach (var value in bytes)
            {
                // A byte without a token, in a vocabulary without a token for that, is lost.
                symbols[count] = _byteIds[value];
                count += symbols[count] == NoToken ? 0 : 1;
            }

            ids.AddRange(symbols[.._merger.Run(symbols[..count])]);
        }

        if (rentedBytes is not null)
            ArrayPool<byte>.Shared.Return(rentedBytes);
        if (rentedSymbols is not null)
            ArrayPool<int>.Shared.Return(rentedSymbols);
    }

    private bool TryWhole(ReadOnlySpan<byte> bytes, out int id)
    {
        id = NoToken;
        if (_words is not { } words || bytes.Length > StackBytes)
            return false;
        Span<char> letters = stackalloc char[StackBytes];
        for (var i = 0; i < bytes.Length; i++)
            letters[i] = ByteAlphabet.Letter(bytes[i]);
        return words.TryGetValue(letters[..bytes.Length], out id);
    }

    private static byte[] BytesOf(Vocabulary vocabulary, int id)
    {
        var token = vocabulary.Tokens[id];
        return vocabulary.Kinds[id] == TokenKind.Normal && ByteAlphabet.ToBytes(token) is { } bytes ? bytes : Encoding.UTF8.GetBytes(token);
    }
}
