using System.Text.Json;
using Freehold.Inference.Formats.Safetensors;

namespace Freehold.Inference.Import;

/// <summary>The chat template of a Hugging Face folder: a file of its own, or a text in tokenizer_config.json.</summary>
internal static class ChatTemplateText
{
    private const string TemplateName = "chat_template.jinja", ConfigName = "tokenizer_config.json", Key = "chat_template";

    /// <summary>The template, or null where the folder has none.</summary>
    public static string? Read(string folder)
    {
        var template = Path.Combine(folder, TemplateName);
        if (File.Exists(template))
        {
            var length = new FileInfo(template).Length;
            return length <= JsonFile.MaxBytes
                ? File.ReadAllText(template)
                : throw new JsonFile(template, "template").Fault($"the file is {length} bytes long, more than {JsonFile.MaxBytes}", "length");
        }

        var config = Path.Combine(folder, ConfigName);
        if (!File.Exists(config))
            return null;
        var root = JsonFile.Load(config, out var json);
        return JsonFile.Find(root, Key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } several => Default(json, several),
            { } text => json.TextOf(text, Key),
        };
    }

    // Several templates have names; the one called 'default' is for conversations.
    private static string? Default(JsonFile json, JsonElement templates)
    {
        foreach (var template in templates.EnumerateArray())
        {
            if (json.Text(template, "name") == "default")
                return json.Text(template, "template");
        }

        return null;
    }
}
