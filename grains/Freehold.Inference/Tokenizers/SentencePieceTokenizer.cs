using System.Text;

namespace Freehold.Inference.Tokenizers;

/// <summary>
/// SentencePiece BPE with byte fallback, as Llama 2 uses it (Kudo and Richardson 2018, arXiv:1808.06226): a text starts as single
/// characters, and the neighbours whose union has the best score are merged until none can be. What then has no token is written as bytes.
/// </summary>
public sealed class SentencePieceTokenizer : ITokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly byte[][] _bytes;
    private readonly int[] _byteIds;
    private readonly SpecialTokens _special;

    /// <summary>Builds the tables of a vocabulary.</summary>
    public SentencePieceTokenizer(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _vocabulary = vocabulary;
        var ids = new Dictionary<string, int>(vocabulary.Tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            ids[vocabulary.Tokens[id]] = id;
            LongestTokenChars = Math.Max(LongestTokenChars, vocabulary.Tokens[id].Length);
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _bytes = TokenTable.BytesOf(vocabulary);
        _byteIds = TokenTable.ByteIds(vocabulary, vocabulary.UnknownId ?? 0);
        _special = new SpecialTokens(vocabulary);
    }

    /// <inheritdoc />
    public int VocabularySize => _vocabulary.Tokens.Length;

    /// <inheritdoc />
    public int LongestTokenChars { get; } = 1;

    /// <inheritdoc />
    public int? EndOfTextId => _vocabulary.EndOfTextId;

    /// <inheritdoc />
    public int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3 + 8);
        if (addBeginningOfText && _vocabulary is { AddBeginningOfText: true, BeginningOfTextId: { } beginning })
            ids.Add(beginning);

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var (start, length, id) = _special.FindFirst(rest, parseControl);
            if (start > 0)
                EncodePlain(rest[..start], ids);
            if (length > 0)
                ids.Add(id);
            rest = rest[(start + length)..];
        }

        return [.. ids];
    }

    /// <inheritdoc />
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new List<byte>(ids.Length * 4);
        foreach (var id in ids)
            text.AddRange(Bytes(id));
        var decoded = Encoding.UTF8.GetString([.. text]);
        return _vocabulary.AddSpacePrefix && decoded.StartsWith(' ') ? decoded[1..] : decoded;
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : [];

    private void EncodePlain(ReadOnlySpan<char> text, List<int> ids)
    {
        var prefix = _vocabulary.AddSpacePrefix ? 1 : 0;
        var marked = new char[text.Length + prefix];
        marked[0] = TokenTable.SpaceMark;
        text.Replace(marked.AsSpan(prefix), ' ', TokenTable.SpaceMark);

        foreach (var piece in SentencePieceMerger.Merge(marked, _ids, _vocabulary.Scores))
        {
            var span = marked.AsSpan(piece.Start, piece.Length);
            if (_ids.TryGetValue(span, out var id))
                ids.Add(id);
            else
                EncodeBytes(span, ids);
        }
    }

    private void EncodeBytes(ReadOnlySpan<char> character, List<int> ids)
    {
        // Unmerged pieces are single characters: at most three bytes, or four of a surrogate pair.
        Span<byte> utf8 = stackalloc byte[4];
        var count = Encoding.UTF8.GetBytes(character, utf8);
        foreach (var value in utf8[..count])
            ids.Add(_byteIds[value]);
    }
}
