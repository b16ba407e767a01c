using System.Globalization;

namespace Freehold.Inference.Templates.Values;

/// <summary>How <see cref="JsonText"/> writes.</summary>
/// <param name="Indent">Text of one level; null: all in one line.</param>
/// <param name="ItemSeparator">Between elements.</param>
/// <param name="KeySeparator">Between key and value.</param>
/// <param name="EscapesNonAscii">Write characters beyond ASCII as escapes.</param>
/// <param name="SortsKeys">Order keys by code points.</param>
internal sealed record JsonStyle(string? Indent, string ItemSeparator, string KeySeparator, bool EscapesNonAscii, bool SortsKeys);

/// <summary>JSON as Python's <c>json.dumps</c> writes it: the filter <c>tojson</c> of transformers.</summary>
internal static class JsonText
{
    public static TextBuilder Write(TextBuilder output, TemplateValue value, JsonStyle style, int level = 0)
    {
        output.Budget.SpendSteps();
        return value switch
        {
            TemplateText text => WriteString(output, text, style),
            TemplateNone => output.Append("null"),
            TemplateBool flag => output.Append(flag.IsTrue ? "true" : "false"),
            TemplateInt integer => output.Append(integer.Value.ToString(CultureInfo.InvariantCulture)),
            TemplateFloat real => output.Append(NumberText(real.Value)),
            TemplateList { IsGenerator: false } list => WriteList(output, list, style, level),
            TemplateMap map => WriteMap(output, map, style, level),
            _ => throw RenderFaultException.Evaluation($"a value of type {value.TypeName} has no JSON"),
        };
    }

    private static string NumberText(double value) => FloatText.Repr(value) switch
    {
        "nan" => "NaN",
        "inf" => "Infinity",
        "-inf" => "-Infinity",
        var text => text,
    };

    private static TextBuilder WriteList(TextBuilder output, TemplateList list, JsonStyle style, int level)
    {
        if (list.Items.Length == 0)
            return output.Append("[]");
        output.Append("[");
        for (var i = 0; i < list.Items.Length; i++)
        {
            BeginElement(output, style, level + 1, isFirst: i == 0);
            Write(output, list.Items[i], style, level + 1);
        }

        return EndLine(output, style, level).Append("]");
    }

    private static TextBuilder WriteMap(TextBuilder output, TemplateMap map, JsonStyle style, int level)
    {
        if (map.Entries.Length == 0)
            return output.Append("{}");
        var entries = map.Entries;
        if (style.SortsKeys)
            entries = [.. entries.OrderBy(entry => KeyText(entry.Key).Value, Comparer<string>.Create(CodePoints.Compare))];
        output.Append("{");
        for (var i = 0; i < entries.Length; i++)
        {
            BeginElement(output, style, level + 1, isFirst: i == 0);
            WriteString(output, KeyText(entries[i].Key), style).Append(style.KeySeparator);
            Write(output, entries[i].Value, style, level + 1);
        }

        return EndLine(output, style, level).Append("}");
    }

    private static TemplateText KeyText(TemplateValue key) => key switch
    {
        TemplateText text => text,
        TemplateNone => TemplateText.OfTemplate("null"),
        TemplateBool flag => TemplateText.OfTemplate(flag.IsTrue ? "true" : "false"),
        TemplateFloat real => TemplateText.OfTemplate(NumberText(real.Value)),
        TemplateInt integer => TemplateText.OfTemplate(integer.Value.ToString(CultureInfo.InvariantCulture)),
        _ => throw RenderFaultException.Evaluation($"a {key.TypeName} cannot be a key in JSON"),
    };

    private static void BeginElement(TextBuilder output, JsonStyle style, int level, bool isFirst)
    {
        if (!isFirst)
            output.Append(style.ItemSeparator);
        EndLine(output, style, level);
    }

    private static TextBuilder EndLine(TextBuilder output, JsonStyle style, int level)
    {
        if (style.Indent is null)
            return output;
        output.Append("\n");
        for (var i = 0; i < level; i++)
            output.Append(style.Indent);
        return output;
    }

    private static TextBuilder WriteString(TextBuilder output, TemplateText text, JsonStyle style)
    {
        output.Append("\"");
        foreach (var run in text.Runs(0, text.Value.Length))
        {
            var plain = run.Start;
            for (var at = run.Start; at < run.Start + run.Length; at++)
            {
                var c = text.Value[at];
                if (c is not ('"' or '\\') && c >= ' ' && (c <= '\x7f' || !style.EscapesNonAscii))
                    continue;
                output.Append(text.Value.AsSpan(plain, at - plain), run.IsInput).Append(Escape(c), run.IsInput);
                plain = at + 1;
            }

            output.Append(text.Value.AsSpan(plain, run.Start + run.Length - plain), run.IsInput);
        }

        return output.Append("\"");
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => $"\\u{(int)c:x4}",
    };
}
