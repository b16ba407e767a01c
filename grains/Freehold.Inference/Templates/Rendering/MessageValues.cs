using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Rendering;

/// <summary>Turns a conversation into the values that templates read.</summary>
internal static class MessageValues
{
    // Templates build control tokens of roles ('<|' + message.role + '|>'). These words are ours, so such a token is the template's.
    private static readonly string[] KnownRoles = ["system", "developer", "user", "assistant", "tool"];

    public static TemplateMap From(ChatTemplateMessage message, bool takesParts)
    {
        var entries = new List<KeyValuePair<TemplateValue, TemplateValue>>
        {
            Entry("role", KnownRoles.Contains(message.Role, StringComparer.Ordinal)
                ? TemplateText.OfTemplate(message.Role)
                : TemplateText.OfInput(message.Role)),
            Entry("content", takesParts && message.Parts is { } parts
                ? new TemplateList([.. parts.Select(TextPart)])
                : TemplateText.OfInput(message.Content)),
        };
        AddText(entries, "name", message.Name);
        AddText(entries, "reasoning_content", message.ReasoningContent);
        AddText(entries, "tool_call_id", message.ToolCallId);
        if (message.ToolCallsJson is { } calls)
            entries.Add(Entry("tool_calls", ToolCalls(calls)));
        return new TemplateMap(entries);
    }

    public static TemplateValue Tools(string json) => JsonValues.TryParse(json) switch
    {
        TemplateList { Items.Length: > 0 } tools => tools,
        TemplateList or TemplateNone => TemplateNone.Value,
        _ => throw RenderFaultException.Evaluation("the tools are not a JSON array"),
    };

    // OpenAI's API has a call's arguments as JSON in a text; templates expect what it says.
    private static TemplateList ToolCalls(string json)
    {
        if (JsonValues.TryParse(json) is not TemplateList calls)
            throw RenderFaultException.Evaluation("a message's tool_calls are not a JSON array");
        return new TemplateList([.. calls.Items.Select(call => Replace(call, "function", function =>
            Replace(function, "arguments", arguments =>
                arguments is TemplateText text && JsonValues.TryParse(text.Value) is TemplateMap parsed ? parsed : arguments)))]);
    }

    private static TemplateValue Replace(TemplateValue map, string key, Func<TemplateValue, TemplateValue> change) =>
        map is TemplateMap entries
        ? new TemplateMap([.. entries.Entries.Select(entry =>
            entry.Key is TemplateText name && name.Value == key ? new(entry.Key, change(entry.Value)) : entry)])
        : map;

    private static TemplateMap TextPart(string text) =>
        new([Entry("type", TemplateText.OfTemplate("text")), Entry("text", TemplateText.OfInput(text))]);

    private static void AddText(List<KeyValuePair<TemplateValue, TemplateValue>> entries, string name, string? text)
    {
        if (text is not null)
            entries.Add(Entry(name, TemplateText.OfInput(text)));
    }

    private static KeyValuePair<TemplateValue, TemplateValue> Entry(string name, TemplateValue value) =>
        new(TemplateText.OfTemplate(name), value);
}
