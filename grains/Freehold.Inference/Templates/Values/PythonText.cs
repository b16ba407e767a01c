using System.Globalization;
using System.Text;

namespace Freehold.Inference.Templates.Values;

/// <summary>Python's <c>str()</c> and <c>repr()</c>.</summary>
internal static class PythonText
{
    public static TemplateText ToText(RenderBudget budget, TemplateValue value) =>
        value as TemplateText ?? Write(new TextBuilder(budget), value).ToText();

    /// <summary>Appends <c>str(value)</c>.</summary>
    public static TextBuilder Write(TextBuilder output, TemplateValue value) => value switch
    {
        TemplateText text => output.Append(text),
        TemplateUndefined => output,
        _ => WriteRepr(output, value),
    };

    /// <summary>Appends <c>repr(value)</c>.</summary>
    public static TextBuilder WriteRepr(TextBuilder output, TemplateValue value)
    {
        output.Budget.SpendSteps();
        return value switch
        {
            TemplateText text => WriteQuoted(output, text),
            TemplateUndefined => output.Append("Undefined"),
            TemplateNone => output.Append("None"),
            TemplateBool flag => output.Append(flag.IsTrue ? "True" : "False"),
            TemplateInt integer => output.Append(integer.Value.ToString(CultureInfo.InvariantCulture)),
            TemplateFloat real => output.Append(FloatText.Repr(real.Value)),
            TemplateList list => WriteList(output, list),
            TemplateMap map => WriteMap(output, map),
            TemplateFunction function => output.Append($"<{function.TypeName} {function.Name}>"),
            _ => output.Append($"<{value.TypeName}>"),
        };
    }

    private static TextBuilder WriteList(TextBuilder output, TemplateList list)
    {
        output.Append(list.IsTuple ? "(" : "[");
        for (var i = 0; i < list.Items.Length; i++)
            WriteRepr(output.Append(i == 0 ? "" : ", "), list.Items[i]);
        return output.Append(list.IsTuple ? list.Items.Length == 1 ? ",)" : ")" : "]");
    }

    private static TextBuilder WriteMap(TextBuilder output, TemplateMap map)
    {
        output.Append("{");
        for (var i = 0; i < map.Entries.Length; i++)
        {
            WriteRepr(output.Append(i == 0 ? "" : ", "), map.Entries[i].Key).Append(": ");
            WriteRepr(output, map.Entries[i].Value);
        }

        return output.Append("}");
    }

    private static TextBuilder WriteQuoted(TextBuilder output, TemplateText text)
    {
        var quote = text.Value.Contains('\'') && !text.Value.Contains('"') ? '"' : '\'';
        output.Append([quote]);
        foreach (var run in text.Runs(0, text.Value.Length))
        {
            var end = run.Start + run.Length;
            for (var at = run.Start; at < end;)
            {
                var length = CodePoints.LengthAt(text.Value.AsSpan(0, end), at);
                WriteEscaped(output, text.Value.AsSpan(at, length), quote, run.IsInput);
                at += length;
            }
        }

        return output.Append([quote]);
    }

    private static void WriteEscaped(TextBuilder output, ReadOnlySpan<char> character, char quote, bool isInput)
    {
        var c = character[0];
        if (c == '\\' || c == quote)
            output.Append(['\\', c], isInput);
        else if (c is '\n' or '\r' or '\t')
            output.Append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t", isInput);
        else if (IsPrintable(character))
            output.Append(character, isInput);
        else if (character.Length == 2)
            output.Append($"\\U{char.ConvertToUtf32(c, character[1]):x8}", isInput);
        else
            output.Append(c <= 0xFF ? $"\\x{(int)c:x2}" : $"\\u{(int)c:x4}", isInput);
    }

    private static bool IsPrintable(ReadOnlySpan<char> character)
    {
        var category = character.Length == 1
            ? char.GetUnicodeCategory(character[0])
            : Rune.GetUnicodeCategory(CodePoints.RuneAt(character, 0));
        return character[0] == ' ' || category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
            UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or
            UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
    }
}
