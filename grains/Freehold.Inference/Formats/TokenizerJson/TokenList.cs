using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.SentencePiece;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>The tokens of the model and the added ones, by id.</summary>
internal sealed class TokenList
{
    /// <summary>Ids that no token has, over and above as many as there are tokens; published vocabularies have a few such gaps.</summary>
    private const int MaxGaps = 1024;

    private readonly JsonFile _json;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int> _addedIds = new(StringComparer.Ordinal);

    private TokenList(JsonFile json, Dictionary<string, int> ids, int size)
    {
        (_json, _ids) = (json, ids);
        Tokens = new string[size];
        Kinds = new TokenKind[size];
        Array.Fill(Tokens, "");
        Array.Fill(Kinds, TokenKind.Unused);
    }

    /// <summary>Text of each token; empty where an id has none. [VocabularySize]</summary>
    public string[] Tokens { get; }

    /// <summary>Kind of each token. [VocabularySize]</summary>
    public TokenKind[] Kinds { get; }

    /// <summary>Which added tokens take whitespace with them.</summary>
    public Dictionary<int, TokenTrim> Trims { get; } = [];

    /// <summary>Lays out all tokens; the ids must be nearly as dense as there are tokens, so that no id makes the tables large.</summary>
    public static TokenList Build(string path, ModelSection model, List<AddedToken> added)
    {
        var json = new JsonFile(path, "vocabulary");
        var count = (long)model.Ids.Count + added.Count;
        var last = Math.Max(model.Ids.Values.DefaultIfEmpty(-1).Max(), added.Select(token => token.Id).DefaultIfEmpty(-1).Max());
        if (count == 0 || last >= 2 * count + MaxGaps || last >= ModelConfig.MaxVocabulary)
            throw json.Fault($"{count} tokens have ids up to {last}", "vocabulary");

        var list = new TokenList(json, model.Ids, last + 1);
        foreach (var (text, id) in model.Ids)
            list.Put(id, text, TokenKind.Normal);
        foreach (var token in added)
            list.Add(token);
        return list;
    }

    /// <summary>Id of a token by its text; null where there is none.</summary>
    public int? Find(string? text) =>
        text is not null && (_addedIds.TryGetValue(text, out var id) || _ids.TryGetValue(text, out id)) ? id : null;

    /// <summary>The kinds as SentencePiece has them: tokens that stand for a byte or for what is unknown are no text.</summary>
    public TokenKind[] KindsWithBytes(string? unknown)
    {
        var kinds = Kinds.ToArray();
        for (var id = 0; id < kinds.Length; id++)
        {
            if (kinds[id] == TokenKind.Normal && Pieces.ByteValue(Tokens[id]) is not null)
                kinds[id] = TokenKind.Byte;
        }

        if (Find(unknown) is { } unknownId)
            kinds[unknownId] = TokenKind.Unknown;
        return kinds;
    }

    private void Add(AddedToken token)
    {
        _addedIds.TryAdd(token.Text, token.Id);
        Put(token.Id, token.Text, token.IsSpecial ? TokenKind.Control : TokenKind.UserDefined);
        var trim = (token.TrimLeft ? TokenTrim.Left : TokenTrim.None) | (token.TrimRight ? TokenTrim.Right : TokenTrim.None);
        if (trim != TokenTrim.None)
            Trims[token.Id] = trim;
    }

    private void Put(int id, string text, TokenKind kind)
    {
        if (Tokens[id].Length > 0 && Tokens[id] != text)
            throw _json.Fault($"id {id} is that of '{Tokens[id]}' and of '{text}'", "vocabulary");
        (Tokens[id], Kinds[id]) = (text, kind);
    }
}
