using System.Text;
using System.Text.Json;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats;

/// <summary>A model's chat template as its files have it.</summary>
/// <param name="File">The file it is from, for messages.</param>
/// <param name="Text">The template.</param>
/// <param name="ToolUse">The template for requests with tools, where the model has one of its own.</param>
/// <param name="SpecialTokens">Tokens that the file names, by the variable that templates read them from.</param>
/// <param name="Beside">Where a template may be put that takes precedence over the file's.</param>
public sealed record ChatTemplateSource(
    string File, string Text, string? ToolUse, IReadOnlyDictionary<string, string> SpecialTokens, string Beside)
{
    private const string DefaultName = "default", ToolUseName = "tool_use", GgufKey = "tokenizer.chat_template",
        ConfigName = "tokenizer_config.json", TemplateName = "chat_template.jinja", ConfigKey = "chat_template";

    private static readonly string[] TokenNames =
        ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private static readonly Dictionary<string, string> NoTokens = [];

    /// <summary>Reads the template.</summary>
    /// <exception cref="ModelFormatException">The template is malformed, or uses what is not supported.</exception>
    public ChatTemplate Parse(ITokenizer? tokenizer)
    {
        var tokens = new Dictionary<string, string>(SpecialTokens, StringComparer.Ordinal);
        if (tokenizer?.BeginningOfTextId is { } beginning)
            tokens.TryAdd("bos_token", tokenizer.TokenText(beginning));
        if (tokenizer?.EndOfTextId is { } end)
            tokens.TryAdd("eos_token", tokenizer.TokenText(end));
        try
        {
            return ChatTemplate.Parse(Text, tokens, ToolUse);
        }
        catch (TemplateException exception)
        {
            throw new ModelFormatException(
                File, exception.Message.TrimEnd('.'), "chat template", $"Or put a template that is supported at {Beside}.", exception);
        }
    }

    /// <summary>Of a GGUF file: NAME.jinja beside NAME.gguf, or the template in the metadata.</summary>
    internal static ChatTemplateSource? OfGguf(GgufMetadata metadata)
    {
        var beside = Path.ChangeExtension(metadata.FilePath, ".jinja");
        if (ReadText(beside) is { } text)
            return new ChatTemplateSource(beside, text, null, NoTokens, beside);
        var named = metadata.Text($"{GgufKey}.{ToolUseName}");
        return metadata.Text(GgufKey) is { } template
            ? new ChatTemplateSource(metadata.FilePath, template, named, NoTokens, beside)
            : null;
    }

    /// <summary>Of a Hugging Face folder: chat_template.jinja, or the template in tokenizer_config.json.</summary>
    internal static ChatTemplateSource? OfFolder(string folder)
    {
        var beside = Path.Combine(folder, TemplateName);
        var config = Path.Combine(folder, ConfigName);
        var text = ReadText(beside);
        if (!System.IO.File.Exists(config))
            return text is null ? null : new ChatTemplateSource(beside, text, null, NoTokens, beside);

        var root = JsonFile.Load(config, out var json);
        var tokens = TokenNames.Select(name => (Name: name, Text: Token(json, root, name))).Where(token => token.Text is not null)
            .ToDictionary(token => token.Name, token => token.Text!, StringComparer.Ordinal);
        if (text is not null)
            return new ChatTemplateSource(beside, text, null, tokens, beside);
        var templates = Templates(json, root);
        return templates.TryGetValue(DefaultName, out var usual)
            ? new ChatTemplateSource(config, usual, templates.GetValueOrDefault(ToolUseName), tokens, beside)
            : null;
    }

    /// <summary>Puts the templates into a GGUF file's metadata.</summary>
    internal void WriteTo(GgufWriter writer)
    {
        writer.Set(GgufKey, Text);
        if (ToolUse is not null)
            writer.Set($"{GgufKey}.{ToolUseName}", ToolUse);
    }

    // One template as a text, or several as a list of { "name", "template" }.
    private static Dictionary<string, string> Templates(JsonFile json, JsonElement root)
    {
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        if (JsonFile.Find(root, ConfigKey) is not { } value)
            return templates;
        if (value.ValueKind != JsonValueKind.Array)
        {
            templates[DefaultName] = json.TextOf(value, ConfigKey);
            return templates;
        }

        foreach (var entry in value.EnumerateArray())
        {
            if (json.Text(entry, "name") is { } name && json.Text(entry, "template") is { } template)
                templates[name] = template;
        }

        return templates;
    }

    // "<s>", or { "content": "<s>", ... }
    private static string? Token(JsonFile json, JsonElement root, string name) => JsonFile.Find(root, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } token => json.Text(token, "content"),
        { } text => json.TextOf(text, name),
    };

    private static string? ReadText(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.Length > TemplateLimits.MaxTemplateChars * 4L)
        {
            throw new ModelFormatException(
                path, $"the template has {file.Length} bytes, more than {TemplateLimits.MaxTemplateChars * 4L}", "length",
                "Use a shorter template.");
        }

        return System.IO.File.ReadAllText(path, Encoding.UTF8);
    }
}
