using System.Text;

namespace Freehold.Inference.Tokenizers;

/// <summary>
/// What all tokenizers share: special tokens cut the text, each algorithm encodes what is between them, and tokens are bytes.
/// </summary>
internal abstract class VocabularyTokenizer : ITokenizer
{
    // Control tokens with which published chat models end a turn or a text.
    private static readonly string[] TurnEnds =
        ["<|eot_id|>", "<|eom_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|end_of_text|>"];

    private readonly SpecialTokens _special;
    private readonly TokenBytes _bytes;

    private protected VocabularyTokenizer(Vocabulary vocabulary, Func<int, byte[]> bytesOf)
    {
        // The merges live on in the table that encoding reads.
        Vocabulary = vocabulary with { Merges = [] };
        _special = new SpecialTokens(vocabulary);
        _bytes = new TokenBytes(vocabulary, bytesOf);
        var turnEnds = vocabulary.Kinds.Index()
            .Where(token => token.Item == TokenKind.Control && TurnEnds.Contains(vocabulary.Tokens[token.Index]))
            .Select(token => token.Index);
        EndOfTextIds = [.. (vocabulary.EndOfTextId is { } end ? [end] : Array.Empty<int>()).Concat(turnEnds).Distinct()];
    }

    /// <inheritdoc />
    public int VocabularySize => Vocabulary.Tokens.Length;

    /// <inheritdoc />
    public int LongestTokenChars => Vocabulary.Trims.Count > 0 ? int.MaxValue : Math.Max(1, LongestPlainTokenChars);

    /// <inheritdoc />
    public int? BeginningOfTextId => Vocabulary.BeginningOfTextId;

    /// <inheritdoc />
    public int? EndOfTextId => Vocabulary.EndOfTextId;

    /// <inheritdoc />
    public IReadOnlyList<int> EndOfTextIds { get; }

    protected Vocabulary Vocabulary { get; }

    /// <summary>Most characters of plain text that one token can stand for.</summary>
    protected abstract int LongestPlainTokenChars { get; }

    /// <inheritdoc />
    public int[] Encode(string text, bool addBeginningOfText = true, bool parseControl = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3 + 8);
        if (addBeginningOfText)
            ids.AddRange(Vocabulary.Prefix);

        EncodeText(text, isFirst: true, parseControl, ids);
        if (addBeginningOfText)
            ids.AddRange(Vocabulary.Suffix);
        return [.. ids];
    }

    /// <inheritdoc />
    public int[] Encode(IReadOnlyList<PromptSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var ids = new List<int>();
        var pending = new StringBuilder();
        foreach (var segment in segments)
        {
            if (segment.IsInput)
                pending.Append(segment.Text);
            else
                EncodeTemplateText(segment.Text, pending, ids);
        }

        EncodePending(pending, ids, trimsEnd: false);
        var prefix = Vocabulary.Prefix;
        return prefix.Count == 0 || (ids.Count > 0 && ids[0] == prefix[0]) ? [.. ids] : [.. prefix, .. ids];
    }

    // Control tokens end the text that is pending; all else joins it.
    private void EncodeTemplateText(ReadOnlySpan<char> rest, StringBuilder pending, List<int> ids)
    {
        while (!rest.IsEmpty)
        {
            var (start, length, id) = _special.FindFirst(rest, parseControl: true);
            var isControl = length > 0 && Vocabulary.Kinds[id] == TokenKind.Control;
            pending.Append(isControl ? rest[..start] : rest[..(start + length)]);
            rest = rest[(start + length)..];
            if (!isControl)
                continue;
            EncodePending(pending, ids, Vocabulary.Trims.GetValueOrDefault(id).HasFlag(TokenTrim.Left));
            ids.Add(id);
        }
    }

    private void EncodePending(StringBuilder pending, List<int> ids, bool trimsEnd)
    {
        var text = trimsEnd ? pending.ToString().AsSpan().TrimEnd() : pending.ToString();
        if (ids.Count > 0 && Vocabulary.Trims.GetValueOrDefault(ids[^1]).HasFlag(TokenTrim.Right))
            text = text.TrimStart();
        EncodeText(text, isFirst: ids.Count == 0, parseControl: false, ids);
        pending.Clear();
    }

    private void EncodeText(ReadOnlySpan<char> text, bool isFirst, bool parseControl, List<int> ids)
    {
        var rest = text;
        while (!rest.IsEmpty)
        {
            var (start, length, id) = _special.FindFirst(rest, parseControl);
            var trim = length > 0 ? Vocabulary.Trims.GetValueOrDefault(id) : TokenTrim.None;
            var plain = trim.HasFlag(TokenTrim.Left) ? rest[..start].TrimEnd() : rest[..start];
            if (!plain.IsEmpty)
                EncodePlain(plain, isFirst && rest.Length == text.Length, ids);
            if (length > 0)
                ids.Add(id);
            rest = trim.HasFlag(TokenTrim.Right) ? rest[(start + length)..].TrimStart() : rest[(start + length)..];
        }
    }

    /// <inheritdoc />
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new List<byte>(ids.Length * 4);
        foreach (var id in ids)
            text.AddRange(Bytes(id));
        var decoded = Encoding.UTF8.GetString([.. text]);
        return AddsSpace && decoded.StartsWith(' ') ? decoded[1..] : decoded;
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    /// <inheritdoc />
    public string TokenText(int id) => (uint)id < (uint)VocabularySize ? Vocabulary.Tokens[id] : "";

    /// <summary>True where encoding puts a space before a text, which decoding takes away.</summary>
    protected abstract bool AddsSpace { get; }

    /// <summary>Encodes text without special tokens in it.</summary>
    /// <param name="text">At least one character.</param>
    /// <param name="isFirst">True where nothing stands before it.</param>
    /// <param name="ids">Takes the tokens.</param>
    protected abstract void EncodePlain(ReadOnlySpan<char> text, bool isFirst, List<int> ids);
}
