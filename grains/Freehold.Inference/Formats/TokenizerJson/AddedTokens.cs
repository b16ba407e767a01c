using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>A token that is matched whole in the text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsSpecial">It steers the model and has no text of its own; otherwise it is text.</param>
/// <param name="TrimLeft">It takes the whitespace before it with it.</param>
/// <param name="TrimRight">It takes the whitespace after it with it.</param>
internal sealed record AddedToken(int Id, string Text, bool IsSpecial, bool TrimLeft, bool TrimRight);

/// <summary>
/// Reads the added tokens. All of them are matched in the text as it is, before normalization; the published ones contain nothing that
/// normalization would change.
/// </summary>
internal static class AddedTokens
{
    public static List<AddedToken> Read(JsonSections sections)
    {
        const string name = "added_tokens";
        var json = sections.Reader(name);
        if (sections.Element(name) is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            throw json.Fault("the added tokens are not an array", name);
        return [.. list.EnumerateArray().Select(token => Token(json, token))];
    }

    private static AddedToken Token(JsonFile json, JsonElement token)
    {
        var text = json.Text(token, "content") ?? throw json.Fault("an added token has no content", "content");
        if (json.Flag(token, "single_word") ?? false)
            throw json.Unsupported($"added token '{text}' with single_word", "Use a tokenizer without it.");
        return new AddedToken(
            json.RequiredInteger(token, "id"), text, json.Flag(token, "special") ?? false, json.Flag(token, "lstrip") ?? false,
            json.Flag(token, "rstrip") ?? false);
    }
}
