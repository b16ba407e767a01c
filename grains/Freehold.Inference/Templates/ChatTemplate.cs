using Freehold.Inference.Templates.Rendering;
using Freehold.Inference.Templates.Syntax;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates;

/// <summary>
/// A model's chat template: how it wants a conversation written down. An interpreter of the part of Jinja that published templates use,
/// with the settings of transformers' <c>apply_chat_template</c>; what it does not know is refused when the template is read.
/// </summary>
/// <remarks>
/// Immutable, and so safe for use by many threads. A template reaches its input and nothing else, and ends within
/// <see cref="TemplateLimits"/>.
/// </remarks>
public sealed class ChatTemplate
{
    private readonly TemplateSyntax _default;
    private readonly TemplateSyntax? _toolUse;
    private readonly KeyValuePair<string, string>[] _specialTokens;

    private ChatTemplate(TemplateSyntax usual, TemplateSyntax? toolUse, KeyValuePair<string, string>[] specialTokens)
    {
        _default = usual;
        _toolUse = toolUse;
        _specialTokens = specialTokens;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="specialTokens">Texts of the tokens that templates name: <c>bos_token</c>, <c>eos_token</c> and so on.</param>
    /// <param name="toolUseSource">A template of its own for requests with tools; null: the same.</param>
    /// <exception cref="TemplateException">The template is malformed, too large, or uses what is not supported.</exception>
    public static ChatTemplate Parse(
        string source, IReadOnlyDictionary<string, string>? specialTokens = null, string? toolUseSource = null) =>
        new(
            TemplateParser.Parse(source), toolUseSource is null ? null : TemplateParser.Parse(toolUseSource),
            [.. specialTokens ?? new Dictionary<string, string>()]);

    /// <summary>Writes a conversation down.</summary>
    /// <param name="input">The conversation.</param>
    /// <param name="time">What <c>strftime_now</c> reads.</param>
    /// <exception cref="TemplateException">The template does not take the conversation, or a bound was reached.</exception>
    public RenderedPrompt Render(ChatTemplateInput input, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(time);
        var template = input.ToolsJson is null ? _default : _toolUse ?? _default;
        return RenderedPrompt.From(TemplateRenderer.Render(template, time, scope => Declare(scope, input, template.IteratesContent)));
    }

    // The variables of transformers' render call; tools and documents are None there rather than undefined.
    private void Declare(TemplateScope scope, ChatTemplateInput input, bool takesParts)
    {
        foreach (var (name, text) in _specialTokens)
            scope.Set(name, TemplateText.OfTemplate(text));
        scope.Set("messages", new TemplateList([.. input.Messages.Select(message => MessageValues.From(message, takesParts))]));
        scope.Set("tools", input.ToolsJson is { } tools ? MessageValues.Tools(tools) : TemplateNone.Value);
        scope.Set("documents", TemplateNone.Value);
        scope.Set("add_generation_prompt", TemplateBool.Of(input.AddGenerationPrompt));
        foreach (var (name, value) in input.Variables ?? new Dictionary<string, System.Text.Json.JsonElement>())
            scope.Set(name, JsonValues.From(value));
    }
}
