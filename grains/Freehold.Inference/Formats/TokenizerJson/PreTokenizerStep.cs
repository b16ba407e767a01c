using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.Splitting;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>What the pre-tokenizer of a tokenizer.json is.</summary>
/// <param name="Rule">Rule of byte-level BPE.</param>
/// <param name="SpacePrefix">What SentencePiece's Metaspace puts in front.</param>
/// <param name="IsBert">BERT's, which cuts at whitespace and around punctuation.</param>
internal sealed record PreTokenizerStep(SplitRule? Rule = null, SpacePrefix? SpacePrefix = null, bool IsBert = false)
{
    private enum Kind
    {
        ByteLevel,
        ByteLevelWithRegex,
        Split,
        SplitAtSpaces,
        Digits,
        Metaspace,
        Bert,
    }

    public static PreTokenizerStep Read(JsonFile json, JsonElement? element)
    {
        var parts = new List<Part>();
        if (element is { } pre)
            Flatten(json, pre, parts);
        return parts switch
        {
            [] or [{ Kind: Kind.SplitAtSpaces }] => new PreTokenizerStep(),
            [{ Kind: Kind.Split } split, { Kind: Kind.ByteLevel }] => new PreTokenizerStep(split.Rule),
            [{ Kind: Kind.ByteLevelWithRegex }] => new PreTokenizerStep(SplitRule.Gpt2),
            [{ Kind: Kind.Digits }, { Kind: Kind.ByteLevelWithRegex }] => new PreTokenizerStep(SplitRule.DigitsThenGpt2),
            [{ Kind: Kind.Metaspace } metaspace] => new PreTokenizerStep(SpacePrefix: metaspace.Prefix),
            [{ Kind: Kind.Bert }] => new PreTokenizerStep(IsBert: true),
            _ => throw Refusal(json, string.Join(", then ", parts.Select(part => part.Kind))),
        };
    }

    private static void Flatten(JsonFile json, JsonElement element, List<Part> parts)
    {
        var type = json.Text(element, "type");
        if (type == "Sequence" && JsonFile.Find(element, "pretokenizers") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var part in list.EnumerateArray())
                Flatten(json, part, parts);
            return;
        }

        parts.Add(type switch
        {
            "ByteLevel" when json.Flag(element, "add_prefix_space") is false =>
                new Part(json.Flag(element, "use_regex") ?? true ? Kind.ByteLevelWithRegex : Kind.ByteLevel),
            "ByteLevel" => throw Refusal(json, "ByteLevel with add_prefix_space"),
            "Split" => Split(json, element),
            "Digits" when json.Flag(element, "individual_digits") is true => new Part(Kind.Digits),
            "Metaspace" => Metaspace(json, element),
            "BertPreTokenizer" => new Part(Kind.Bert),
            _ => throw Refusal(json, type ?? "without a type"),
        });
    }

    private static Part Split(JsonFile json, JsonElement element)
    {
        var pattern = JsonFile.Find(element, "pattern");
        var behavior = json.Text(element, "behavior");
        if (json.Flag(element, "invert") is true || pattern is null)
            throw Refusal(json, "Split, inverted or without a pattern");
        if (json.Text(pattern.Value, "String") == " " && behavior == "MergedWithPrevious")
            return new Part(Kind.SplitAtSpaces);

        var regex = json.Text(pattern.Value, "Regex");
        return behavior == "Isolated" && regex is not null && SplitPatterns.Find(regex) is { } rule
            ? new Part(Kind.Split, rule)
            : throw Refusal(json, $"Split, {behavior}, with the pattern '{regex ?? json.Text(pattern.Value, "String")}'");
    }

    private static Part Metaspace(JsonFile json, JsonElement element)
    {
        if (json.Text(element, "replacement") != "\u2581" || json.Flag(element, "split") is not false)
            throw Refusal(json, "Metaspace that splits, or with a replacement of its own");
        return new Part(Kind.Metaspace, Prefix: json.Text(element, "prepend_scheme") switch
        {
            "never" => Tokenizers.SpacePrefix.None,
            "first" => Tokenizers.SpacePrefix.FirstPartWithoutSpace,
            "always" => Tokenizers.SpacePrefix.EveryPartWithoutSpace,
            var other => throw Refusal(json, $"Metaspace with prepend_scheme '{other}'"),
        });
    }

    private static ModelFormatException Refusal(JsonFile json, string what) => json.Unsupported(
        $"pre-tokenizer {what}", "Supported are those of GPT-2, SmolLM, Llama 2 and 3, Qwen 2 and 3, Gemma and BERT.");

    private sealed record Part(Kind Kind, SplitRule? Rule = null, SpacePrefix Prefix = default);
}
