using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>The tokens that tokenizer_config.json names.</summary>
/// <param name="Beginning">Text of the beginning-of-text token.</param>
/// <param name="End">Text of the end-of-text token.</param>
internal sealed record SpecialTokenNames(string? Beginning, string? End)
{
    private const string FileName = "tokenizer_config.json";

    /// <summary>Reads the file beside a tokenizer.json; without it, nothing is named.</summary>
    public static SpecialTokenNames ReadBeside(string tokenizerPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(tokenizerPath)) ?? ".", FileName);
        if (!File.Exists(path))
            return new SpecialTokenNames(null, null);
        var root = JsonFile.Load(path, out var json);
        return new SpecialTokenNames(Name(json, root, "bos_token"), Name(json, root, "eos_token"));
    }

    // "<s>", or in older files { "content": "<s>", ... }
    private static string? Name(JsonFile json, JsonElement root, string key) => JsonFile.Find(root, key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } token => json.Text(token, "content"),
        { } text => json.TextOf(text, key),
    };
}
