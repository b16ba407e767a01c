using System.Text.Json;
using Freehold.Inference.Tokenizers.Bpe;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>The model of a tokenizer.json.</summary>
/// <param name="IsWordPiece">WordPiece; otherwise BPE.</param>
/// <param name="Ids">Id of each token.</param>
/// <param name="Merges">Merges of BPE.</param>
/// <param name="ByteFallback">Characters without a token become byte tokens.</param>
/// <param name="IgnoreMerges">Words that are tokens are not merged.</param>
/// <param name="UnknownToken">Token for what has no other.</param>
internal sealed record ModelSection(
    bool IsWordPiece, Dictionary<string, int> Ids, Merge[] Merges, bool ByteFallback, bool IgnoreMerges, string? UnknownToken)
{
    // A merge takes at least this many bytes of JSON, as in "a b",
    private const int MinMergeBytes = 6;

    public static ModelSection Read(JsonSections sections)
    {
        var json = sections.Reader("type");
        var type = sections.Element("type") is { } named ? json.TextOf(named, "type") : null;
        // Files of before 2021 do not name it: only BPE has merges.
        var isBpe = type == "BPE" || (type is null && !sections.Bytes("merges").IsEmpty);
        if (!isBpe && type != "WordPiece")
        {
            throw new ModelFormatException(
                sections.Path, $"tokenizer model '{type}' is not supported; supported: BPE, WordPiece", "key 'model.type'",
                "Use a model with a BPE or WordPiece vocabulary.");
        }

        foreach (var name in (string[])["end_of_word_suffix", .. isBpe ? (string[])["continuing_subword_prefix"] : []])
        {
            if (Text(sections, name) is { Length: > 0 } affix)
                throw Unsupported(sections, name, affix);
        }

        if (!isBpe && Text(sections, "continuing_subword_prefix") is { } prefix && prefix != "##")
            throw Unsupported(sections, "continuing_subword_prefix", prefix);
        var ids = ReadVocabulary(sections);
        return new ModelSection(
            !isBpe, ids, isBpe ? ReadMerges(sections, ids) : [], Flag(sections, "byte_fallback"), Flag(sections, "ignore_merges"),
            Text(sections, "unk_token"));
    }

    private static Dictionary<string, int> ReadVocabulary(JsonSections sections)
    {
        const string name = "vocab";
        var json = sections.Reader(name);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        json.Guard(() =>
        {
            var reader = new Utf8JsonReader(sections.Bytes(name));
            if (sections.Bytes(name).IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw json.Fault("the vocabulary is not an object of tokens and ids", name);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var token = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var id) || id < 0)
                    throw json.Fault($"the id of '{token}' is not a whole number from 0 to {int.MaxValue}", name);
                if (!ids.TryAdd(token, id))
                    throw json.Fault($"token '{token}' occurs twice", name);
            }
        });
        return ids;
    }

    private static Merge[] ReadMerges(JsonSections sections, Dictionary<string, int> ids)
    {
        const string name = "merges";
        var json = sections.Reader(name);
        var merges = new MergeList(ids, sections.Bytes(name).Length / MinMergeBytes / 4);
        json.Guard(() =>
        {
            var bytes = sections.Bytes(name);
            var reader = new Utf8JsonReader(bytes);
            var texts = new MergeTexts();
            if (bytes.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw json.Fault("the merges are not an array", name);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!texts.TryRead(ref reader, merges))
                    throw json.Fault($"merge {merges.Count} is not two tokens that make a third", name);
            }
        });
        return merges.ToArray();
    }

    private static string? Text(JsonSections sections, string name) =>
        sections.Element(name) is { } value ? sections.Reader(name).TextOf(value, name) : null;

    private static bool Flag(JsonSections sections, string name) => sections.Element(name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw sections.Reader(name).Fault($"'{name}' is neither true nor false", name),
    };

    private static ModelFormatException Unsupported(JsonSections sections, string name, string value) => new(
        sections.Path, $"{name} '{value}' is not supported", $"key 'model.{name}'", "Use a tokenizer without it.");
}
