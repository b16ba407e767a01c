using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Tokenizers.SentencePiece;
using Freehold.Inference.Tokenizers.WordPiece;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>What the normalizer of a tokenizer.json does, out of what published ones do.</summary>
internal sealed record NormalizerStep
{
    /// <summary>Puts text into Unicode's form C.</summary>
    public bool FormC { get; private init; }

    /// <summary>Writes SentencePiece's mark for spaces.</summary>
    public bool MarksSpaces { get; private init; }

    /// <summary>Puts such a mark in front of the text.</summary>
    public bool PrependsMark { get; private init; }

    /// <summary>BERT's own normalizer.</summary>
    public BertNormalizerOptions? Bert { get; private init; }

    public static NormalizerStep Read(JsonFile json, JsonElement? element)
    {
        var step = element is { } normalizer ? new NormalizerStep().With(json, normalizer) : new NormalizerStep();
        return step is { PrependsMark: true, MarksSpaces: false } ? throw Refusal(json, "Prepend without Replace") : step;
    }

    private NormalizerStep With(JsonFile json, JsonElement element)
    {
        var type = json.Text(element, "type");
        const string mark = "\u2581";
        switch (type)
        {
            case "Sequence" when JsonFile.Find(element, "normalizers") is { ValueKind: JsonValueKind.Array } parts:
                return parts.EnumerateArray().Aggregate(this, (step, part) => step.With(json, part));
            case "NFC":
                return this with { FormC = true };
            case "Prepend" when json.Text(element, "prepend") == mark:
                return this with { PrependsMark = true };
            case "Replace" when Pattern(json, element) == " " && json.Text(element, "content") == mark:
                return this with { MarksSpaces = true };
            case "BertNormalizer":
                var lowerCase = json.Flag(element, "lowercase") ?? true;
                return this with
                {
                    Bert = new BertNormalizerOptions
                    {
                        CleanText = json.Flag(element, "clean_text") ?? true,
                        SeparateIdeographs = json.Flag(element, "handle_chinese_chars") ?? true,
                        StripAccents = json.Flag(element, "strip_accents") ?? lowerCase,
                        LowerCase = lowerCase,
                    },
                };
            default:
                throw Refusal(json, type ?? "without a type");
        }
    }

    private static string? Pattern(JsonFile json, JsonElement element) =>
        JsonFile.Find(element, "pattern") is { } pattern ? json.Text(pattern, "String") : null;

    private static ModelFormatException Refusal(JsonFile json, string what) => json.Unsupported(
        $"normalizer {what}", $"Supported are NFC, BertNormalizer, and Replace and Prepend of a space by {Pieces.SpaceMark}.");
}
