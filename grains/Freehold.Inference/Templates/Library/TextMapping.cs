using System.Globalization;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Methods of texts that give changed ones: case, replacing, padding.</summary>
/// <remarks>Case is mapped character by character; the few whose other case is longer (such as U+00DF) stay as they are.</remarks>
internal static class TextMapping
{
    public static TemplateText Upper(RenderContext context, TemplateText text) => Map(context, text, text.Value.ToUpperInvariant());

    public static TemplateText Lower(RenderContext context, TemplateText text) => Map(context, text, text.Value.ToLowerInvariant());

    public static TemplateText Capitalize(RenderContext context, TemplateText text)
    {
        var first = text.Value.Length == 0 ? 0 : CodePoints.LengthAt(text.Value, 0);
        return Map(context, text, text.Value[..first].ToUpperInvariant() + text.Value[first..].ToLowerInvariant());
    }

    /// <summary>Upper case for each letter that begins a word, by the character in front of it; lower case for others.</summary>
    public static TemplateText Title(RenderContext context, TemplateText text, Func<char, bool> continuesWord)
    {
        var value = text.Value.ToLowerInvariant().ToCharArray();
        for (var i = 0; i < value.Length; i++)
        {
            if (i == 0 || !continuesWord(value[i - 1]))
                value[i] = char.ToUpperInvariant(value[i]);
        }

        return Map(context, text, new string(value));
    }

    public static TemplateText Replace(RenderContext context, TemplateText text, TemplateText sought, TemplateText by, int most)
    {
        var output = context.NewText();
        context.Budget.SpendSearch(text.Value.Length, sought.Value.Length);
        if (most < 0)
            most = int.MaxValue;
        var at = 0;
        for (var count = 0; count < most; count++)
        {
            context.Budget.SpendSteps();
            if (sought.Value.Length == 0)
            {
                // The empty text stands in front of each character and at the end.
                output.Append(by);
                if (at == text.Value.Length)
                    return output.ToText();
                var length = CodePoints.LengthAt(text.Value, at);
                output.Append(text, at, length);
                at += length;
                continue;
            }

            var found = text.Value.IndexOf(sought.Value, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            output.Append(text, at, found - at).Append(by);
            at = found + sought.Value.Length;
        }

        return output.Append(text, at, text.Value.Length - at).ToText();
    }

    /// <summary>Pads to a width in code points.</summary>
    public static TemplateText Pad(RenderContext context, TemplateText text, int width, TemplateText? fill, bool left, bool right)
    {
        fill ??= TemplateText.OfTemplate(" ");
        var missing = width - CodePoints.Count(text.Value);
        if (missing <= 0)
            return text;
        // Python's rule for the odd one out of str.center.
        var before = left && right ? missing / 2 + (missing & width & 1) : left ? missing : 0;
        RenderBudget.CheckLength((long)missing * fill.Value.Length + text.Value.Length);
        var output = context.NewText();
        for (var i = 0; i < before; i++)
            output.Append(fill);
        output.Append(text);
        for (var i = before; i < missing; i++)
            output.Append(fill);
        return output.ToText();
    }

    /// <summary>Whether there is a character of a kind, and each character is of it.</summary>
    public static TemplateBool All(RenderContext context, TemplateText text, Func<char, bool> isKind)
    {
        context.Budget.SpendChars(text.Value.Length);
        return TemplateBool.Of(text.Value.Length > 0 && text.Value.All(isKind));
    }

    /// <summary>Whether there is a letter with a case, and each such letter has this one.</summary>
    public static TemplateBool HasCase(RenderContext context, TemplateText text, bool upper)
    {
        context.Budget.SpendChars(text.Value.Length);
        var any = false;
        foreach (var c in text.Value)
        {
            var category = char.GetUnicodeCategory(c);
            var isUpper = category is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter;
            if (!isUpper && category != UnicodeCategory.LowercaseLetter)
                continue;
            if (isUpper != upper)
                return TemplateBool.False;
            any = true;
        }

        return TemplateBool.Of(any);
    }

    private static TemplateText Map(RenderContext context, TemplateText text, string value)
    {
        context.Budget.SpendChars(value.Length);
        return text.WithSameLength(value);
    }
}
