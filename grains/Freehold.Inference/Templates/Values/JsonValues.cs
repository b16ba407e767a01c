using System.Globalization;
using System.Text.Json;

namespace Freehold.Inference.Templates.Values;

/// <summary>Turns a request's JSON into values; all texts of it are input.</summary>
internal static class JsonValues
{
    /// <exception cref="RenderFaultException">A text is not Unicode, or the JSON is nested too deeply.</exception>
    public static TemplateValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => TemplateText.OfInput(Decode(element, static text => text.GetString()!)),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.True => TemplateBool.True,
        JsonValueKind.False => TemplateBool.False,
        JsonValueKind.Array => List(element),
        JsonValueKind.Object => Map(element),
        _ => TemplateNone.Value,
    };

    /// <summary>Parses JSON from a request; null where it is not JSON.</summary>
    public static TemplateValue? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = TemplateLimits.MaxValueDepth - 4 });
            return From(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // As Python's json reads it: an integer stays one, unless it has more than 127 bits.
    private static TemplateValue Number(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? new TemplateInt(integer)
            : new TemplateFloat(double.Parse(text, CultureInfo.InvariantCulture));

    private static TemplateList List(JsonElement element)
    {
        var items = new TemplateValue[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
            items[i++] = From(item);
        return new TemplateList(items);
    }

    private static TemplateMap Map(JsonElement element)
    {
        var entries = new List<KeyValuePair<TemplateValue, TemplateValue>>();
        foreach (var member in element.EnumerateObject())
            entries.Add(new(TemplateText.OfInput(Decode(member, static m => m.Name)), From(member.Value)));
        return new TemplateMap(entries);
    }

    // System.Text.Json finds a lone surrogate only when a text is decoded.
    private static string Decode<T>(T source, Func<T, string> decode)
    {
        try
        {
            return decode(source);
        }
        catch (InvalidOperationException)
        {
            throw RenderFaultException.Evaluation("a text in the request's JSON is not valid Unicode");
        }
    }
}
