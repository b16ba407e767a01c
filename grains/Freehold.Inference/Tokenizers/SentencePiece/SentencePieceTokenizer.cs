using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Tokenizers.SentencePiece;

/// <summary>
/// SentencePiece BPE with byte fallback, as Llama 2 uses it (Kudo and Richardson 2018, arXiv:1808.06226): a text, with a mark for each
/// space, starts as single characters that are merged; a character that then has no token is written as bytes.
/// </summary>
internal sealed class SentencePieceTokenizer : VocabularyTokenizer
{
    private const int StackSymbols = 128;

    private readonly WordCache _cache = new();
    private readonly BpeMerger _merger;
    private readonly Dictionary<int, int> _characterIds = [];
    private readonly int[] _byteIds = new int[256];

    // Characters c for which some merge joins "...c" and "[mark]...": before all others a mark begins a word that merges cannot leave.
    private readonly HashSet<int> _joinsMark = [];

    /// <summary>Builds the tables of a vocabulary.</summary>
    public SentencePieceTokenizer(Vocabulary vocabulary)
        : base(vocabulary, id => BytesOf(vocabulary, id))
    {
        _merger = new BpeMerger(new MergeTable(vocabulary.Merges));
        Array.Fill(_byteIds, vocabulary.UnknownId ?? 0);
        LongestPlainTokenChars = vocabulary.Tokens.Max(token => token.Length);
        foreach (var (text, id) in Pieces.Ids(vocabulary.Tokens, vocabulary.Kinds))
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done && length == text.Length)
                _characterIds[rune.Value] = id;
        }

        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            if (vocabulary.Kinds[id] == TokenKind.Byte && Pieces.ByteValue(vocabulary.Tokens[id]) is { } value)
                _byteIds[value] = id;
        }

        foreach (var merge in vocabulary.Merges)
        {
            if (merge.Right == ~Pieces.SpaceMark || (merge.Right >= 0 && vocabulary.Tokens[merge.Right].StartsWith(Pieces.SpaceMark)))
                _joinsMark.Add(LastCharacter(merge.Left));
        }
    }

    /// <inheritdoc />
    protected override int LongestPlainTokenChars { get; }

    /// <inheritdoc />
    protected override bool AddsSpace => Vocabulary.SpacePrefix != SpacePrefix.None;

    /// <inheritdoc />
    protected override void EncodePlain(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        var prefix = NeedsSpace(text, isFirst) ? 1 : 0;
        var rented = ArrayPool<char>.Shared.Rent(text.Length + prefix);
        var marked = rented.AsSpan(0, text.Length + prefix);
        marked[0] = Pieces.SpaceMark;
        text.Replace(marked[prefix..], ' ', Pieces.SpaceMark);
        for (ReadOnlySpan<char> rest = marked; !rest.IsEmpty;)
        {
            var word = rest[..WordEnd(rest)];
            rest = rest[word.Length..];
            if (_cache.Find(word, out var slot) is { } known)
            {
                ids.AddRange(known);
                continue;
            }

            var first = ids.Count;
            EncodeWord(word, ids);
            _cache.Keep(slot, word, CollectionsMarshal.AsSpan(ids)[first..]);
        }

        ArrayPool<char>.Shared.Return(rented);
    }

    private bool NeedsSpace(ReadOnlySpan<char> text, bool isFirst) => Vocabulary.SpacePrefix switch
    {
        SpacePrefix.EveryPart => true,
        SpacePrefix.EveryPartWithoutSpace => text[0] is not (' ' or Pieces.SpaceMark),
        SpacePrefix.FirstPartWithoutSpace => isFirst && text[0] is not (' ' or Pieces.SpaceMark),
        _ => false,
    };

    private int WordEnd(ReadOnlySpan<char> text)
    {
        for (var end = 1; ; end++)
        {
            var next = text[end..].IndexOf(Pieces.SpaceMark);
            if (next < 0)
                return text.Length;
            end += next;
            Rune.DecodeLastFromUtf16(text[..end], out var before, out _);
            if (!_joinsMark.Contains(before.Value))
                return end;
        }
    }

    private void EncodeWord(ReadOnlySpan<char> word, List<int> ids)
    {
        var rented = word.Length > StackSymbols ? ArrayPool<int>.Shared.Rent(word.Length) : null;
        var symbols = rented ?? stackalloc int[StackSymbols];
        var count = 0;
        foreach (var rune in word.EnumerateRunes())
            symbols[count++] = _characterIds.TryGetValue(rune.Value, out var id) ? id : ~rune.Value;

        foreach (var symbol in symbols[.._merger.Run(symbols[..count])])
        {
            if (symbol >= 0)
                ids.Add(symbol);
            else
                EncodeBytes(new Rune(~symbol), ids);
        }

        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
    }

    private void EncodeBytes(Rune character, List<int> ids)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var value in utf8[..character.EncodeToUtf8(utf8)])
            ids.Add(_byteIds[value]);
    }

    private int LastCharacter(int symbol)
    {
        if (symbol < 0)
            return ~symbol;
        Rune.DecodeLastFromUtf16(Vocabulary.Tokens[symbol], out var rune, out _);
        return rune.Value;
    }

    private static byte[] BytesOf(Vocabulary vocabulary, int id)
    {
        var token = vocabulary.Tokens[id];
        return vocabulary.Kinds[id] == TokenKind.Byte && Pieces.ByteValue(token) is { } value
            ? [value]
            : Encoding.UTF8.GetBytes(token.Replace(Pieces.SpaceMark, ' '));
    }
}
