using System.Buffers;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Methods of texts that give parts of them: stripping and splitting.</summary>
internal static class TextCutting
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <summary>Cuts spaces, or the characters given, off one end or both.</summary>
    public static TemplateText Strip(RenderContext context, TemplateText text, TemplateValue? characters, bool start, bool end)
    {
        context.Budget.SpendChars(text.Value.Length);
        var set = characters is null or TemplateNone
            ? null
            : RenderContext.TextArgument(characters, "the characters to strip").Value.EnumerateRunes().ToHashSet();
        var value = text.Value.AsSpan();
        var (from, to) = (0, value.Length);
        while (start && from < to && IsCut(value, from))
            from += CodePoints.LengthAt(value, from);
        while (end && to > from && IsCut(value[..to], LastStart(value[..to])))
            to = LastStart(value[..to]);
        return text.Slice(from, to - from);

        bool IsCut(ReadOnlySpan<char> all, int at) =>
            set is null ? PythonSpaces.Contains(all[at]) : set.Contains(CodePoints.RuneAt(all, at));
    }

    public static TemplateValue Split(RenderContext context, TemplateText text, CallArguments arguments, bool fromRight)
    {
        var given = arguments.Bind(fromRight ? "rsplit" : "split", "sep", "maxsplit");
        var most = given[1] is { } limit ? RenderContext.Integer(limit, "maxsplit") : -1;
        if (most < 0)
            most = int.MaxValue;
        var parts = given[0] is null or TemplateNone
            ? BySpaces(context, text, most, fromRight)
            : BySeparator(context, text, RenderContext.TextArgument(given[0]!, "the separator").Value, most, fromRight);
        return new TemplateList([.. parts]);
    }

    public static List<TemplateValue> Lines(RenderContext context, TemplateText text, bool keepsEnds)
    {
        var lines = new List<TemplateValue>();
        context.Budget.SpendChars(text.Value.Length);
        for (var at = 0; at < text.Value.Length;)
        {
            var length = text.Value.AsSpan(at).IndexOfAny(LineEnds);
            var end = length < 0 ? text.Value.Length : at + length;
            var next = length < 0 ? end : text.Value.AsSpan(end).StartsWith("\r\n") ? end + 2 : end + 1;
            context.Budget.SpendSteps();
            lines.Add(text.Slice(at, (keepsEnds ? next : end) - at));
            at = next;
        }

        return lines;
    }

    /// <summary>The parts before, of and after the first or the last occurrence.</summary>
    public static TemplateValue Partition(RenderContext context, TemplateText text, CallArguments arguments, bool fromRight)
    {
        var name = fromRight ? "rpartition" : "partition";
        var separator = Separator(RenderContext.TextArgument(arguments.Single(name, "sep"), "the separator").Value);
        context.Budget.SpendSearch(text.Value.Length, separator.Length);
        var at = fromRight
            ? text.Value.LastIndexOf(separator, StringComparison.Ordinal)
            : text.Value.IndexOf(separator, StringComparison.Ordinal);
        var after = at + separator.Length;
        TemplateText[] parts = at < 0
            ? fromRight ? [TemplateText.Empty, TemplateText.Empty, text] : [text, TemplateText.Empty, TemplateText.Empty]
            : [text.Slice(0, at), text.Slice(at, separator.Length), text.Slice(after, text.Value.Length - after)];
        return new TemplateList(parts, isTuple: true);
    }

    private static string Separator(string text) => text.Length > 0 ? text : throw RenderFaultException.Evaluation("a separator is empty");

    private static int LastStart(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsLowSurrogate(text[^1]) && char.IsHighSurrogate(text[^2]) ? text.Length - 2 : text.Length - 1;

    private static List<TemplateValue> BySeparator(RenderContext context, TemplateText text, string separator, int most, bool fromRight)
    {
        Separator(separator);
        context.Budget.SpendSearch(text.Value.Length, separator.Length);
        var parts = new List<TemplateValue>();
        var (from, to) = (0, text.Value.Length);
        while (parts.Count < most)
        {
            var rest = text.Value.AsSpan(from, to - from);
            var at = fromRight ? rest.LastIndexOf(separator, StringComparison.Ordinal) : rest.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0)
                break;
            context.Budget.SpendSteps();
            at += from;
            parts.Add(fromRight ? text.Slice(at + separator.Length, to - at - separator.Length) : text.Slice(from, at - from));
            (from, to) = fromRight ? (from, at) : (at + separator.Length, to);
        }

        parts.Add(text.Slice(from, to - from));
        if (fromRight)
            parts.Reverse();
        return parts;
    }

    // Spaces at the ends give no empty parts; what a limit leaves unsplit keeps its spaces at the far end.
    private static List<TemplateValue> BySpaces(RenderContext context, TemplateText text, int most, bool fromRight)
    {
        context.Budget.SpendChars(text.Value.Length);
        var parts = new List<TemplateValue>();
        var value = text.Value.AsSpan();
        var (from, to) = (0, value.Length);
        while (true)
        {
            var rest = value[from..to];
            var first = fromRight ? rest.LastIndexOfAnyExcept(PythonSpaces.All) : rest.IndexOfAnyExcept(PythonSpaces.All);
            if (first < 0)
                break;
            (from, to) = fromRight ? (from, from + first + 1) : (from + first, to);
            rest = value[from..to];
            var space = parts.Count >= most ? -1 : fromRight ? rest.LastIndexOfAny(PythonSpaces.All) : rest.IndexOfAny(PythonSpaces.All);
            context.Budget.SpendSteps();
            if (space < 0)
            {
                parts.Add(text.Slice(from, to - from));
                break;
            }

            parts.Add(fromRight ? text.Slice(from + space + 1, to - from - space - 1) : text.Slice(from, space));
            (from, to) = fromRight ? (from, from + space) : (from + space, to);
        }

        if (fromRight)
            parts.Reverse();
        return parts;
    }
}
