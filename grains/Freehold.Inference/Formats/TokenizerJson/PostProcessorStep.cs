using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>The tokens that the post-processor of a tokenizer.json puts around a text.</summary>
/// <param name="Prefix">In front.</param>
/// <param name="Suffix">Behind.</param>
internal sealed record PostProcessorStep(IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix)
{
    /// <summary>More tokens than any published frame has.</summary>
    private const int MaxTokens = 16;

    private static readonly PostProcessorStep None = new([], []);

    public static PostProcessorStep Read(JsonFile json, JsonElement? element, int tokenCount) =>
        element is { } step ? Read(json, step, tokenCount) : None;

    private static PostProcessorStep Read(JsonFile json, JsonElement element, int tokenCount)
    {
        var type = json.Text(element, "type");
        switch (type)
        {
            case "ByteLevel":
                return None;
            case "Sequence" when JsonFile.Find(element, "processors") is { ValueKind: JsonValueKind.Array } parts:
                var frames = parts.EnumerateArray().Select(part => Read(json, part, tokenCount)).Where(frame => frame != None).ToList();
                return frames.Count < 2 ? frames.SingleOrDefault(None) : throw Refusal(json, "Sequence of several frames");
            case "TemplateProcessing" when JsonFile.Find(element, "single") is { ValueKind: JsonValueKind.Array } template:
                return Template(json, template, JsonFile.Find(element, "special_tokens"), tokenCount);
            case "BertProcessing" or "RobertaProcessing":
                return new PostProcessorStep([Pair(json, element, "cls", tokenCount)], [Pair(json, element, "sep", tokenCount)]);
            default:
                throw Refusal(json, type ?? "without a type");
        }
    }

    private static PostProcessorStep Template(JsonFile json, JsonElement template, JsonElement? specialTokens, int tokenCount)
    {
        var (prefix, suffix) = (new List<int>(), new List<int>());
        var target = prefix;
        foreach (var part in template.EnumerateArray())
        {
            if (JsonFile.Find(part, "Sequence") is not null)
            {
                target = target == prefix ? suffix : throw Refusal(json, "TemplateProcessing that repeats the text");
                continue;
            }

            var name = JsonFile.Find(part, "SpecialToken") is { } special ? json.Text(special, "id") : null;
            if (name is null || specialTokens is not { } all || JsonFile.Find(all, name) is not { } entry)
                throw json.Fault($"the template's special token '{name}' is not described", "single");
            foreach (var id in json.UnsignedArray(entry, "ids", MaxTokens, "special_tokens"))
                target.Add(InRange(json, id, tokenCount));
            if (target.Count > MaxTokens)
                throw json.Fault($"the template has more than {MaxTokens} special tokens", "single");
        }

        return target == suffix ? new PostProcessorStep(prefix, suffix) : throw json.Fault("the template leaves the text out", "single");
    }

    // ["[CLS]", 101]
    private static int Pair(JsonFile json, JsonElement element, string name, int tokenCount) =>
        JsonFile.Find(element, name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2 &&
        pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetUInt64(out var id)
            ? InRange(json, id, tokenCount)
            : throw json.Fault($"'{name}' is not a token and its id", name);

    private static int InRange(JsonFile json, ulong id, int tokenCount) =>
        id < (ulong)tokenCount ? (int)id : throw json.Fault($"special token {id} is not one of the {tokenCount} tokens", "special_tokens");

    private static ModelFormatException Refusal(JsonFile json, string what) => json.Unsupported(
        $"post-processor {what}", "Supported are ByteLevel, TemplateProcessing, BertProcessing and RobertaProcessing.");
}
