using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Methods of texts that look for another one.</summary>
internal static class TextSearch
{
    public static TemplateValue HasEnd(RenderContext context, TemplateText text, CallArguments arguments, bool atStart)
    {
        var name = atStart ? "startswith" : "endswith";
        var given = arguments.Bind(name, "prefix", "start", "end");
        var part = Range(context, text, given[1], given[2]);
        var sought = given[0] is TemplateList { IsTuple: true } tuple ? tuple.Items : [given[0] ?? TemplateNone.Value];
        foreach (var item in sought)
        {
            var affix = RenderContext.TextArgument(item, $"the argument of {name}()").Value;
            context.Budget.SpendChars(affix.Length);
            if (atStart ? part.Value.StartsWith(affix, StringComparison.Ordinal) : part.Value.EndsWith(affix, StringComparison.Ordinal))
                return TemplateBool.True;
        }

        return TemplateBool.False;
    }

    public static TemplateValue RemoveEnd(TemplateText text, CallArguments arguments, bool atStart)
    {
        var name = atStart ? "removeprefix" : "removesuffix";
        var affix = RenderContext.TextArgument(arguments.Single(name, "affix"), $"the argument of {name}()").Value;
        var rest = text.Value.Length - affix.Length;
        if (atStart)
            return text.Value.StartsWith(affix, StringComparison.Ordinal) ? text.Slice(affix.Length, rest) : text;
        return text.Value.EndsWith(affix, StringComparison.Ordinal) ? text.Slice(0, rest) : text;
    }

    public static TemplateInt Find(RenderContext context, TemplateText text, CallArguments arguments, string name, bool fromRight)
    {
        var given = arguments.Bind(name, "sub", "start", "end");
        var sought = RenderContext.TextArgument(given[0] ?? TemplateNone.Value, $"the argument of {name}()").Value;
        var part = Range(context, text, given[1], given[2], out var start);
        context.Budget.SpendSearch(part.Value.Length, sought.Length);
        var at = fromRight
            ? part.Value.LastIndexOf(sought, StringComparison.Ordinal)
            : part.Value.IndexOf(sought, StringComparison.Ordinal);
        return new TemplateInt(at < 0 ? -1 : start + CodePoints.IndexOf(part.Value, at));
    }

    public static TemplateValue Index(RenderContext context, TemplateText text, CallArguments arguments, string name, bool fromRight) =>
        Find(context, text, arguments, name, fromRight) is var index && index.Value >= 0
            ? index
            : throw RenderFaultException.Evaluation($"{name}() did not find the text");

    public static TemplateValue Count(RenderContext context, TemplateText text, CallArguments arguments)
    {
        var given = arguments.Bind("count", "sub", "start", "end");
        var sought = RenderContext.TextArgument(given[0] ?? TemplateNone.Value, "the argument of count()").Value;
        var part = Range(context, text, given[1], given[2]).Value;
        context.Budget.SpendSearch(part.Length, sought.Length);
        return new TemplateInt(sought.Length == 0 ? CodePoints.Count(part) + 1 : part.AsSpan().Count(sought));
    }

    private static TemplateText Range(RenderContext context, TemplateText text, TemplateValue? start, TemplateValue? end) =>
        Range(context, text, start, end, out _);

    private static TemplateText Range(RenderContext context, TemplateText text, TemplateValue? start, TemplateValue? end, out int from)
    {
        from = 0;
        if (start is null && end is null)
            return text;
        context.Budget.SpendChars(text.Value.Length);
        var count = CodePoints.Count(text.Value);
        from = Place(start, 0);
        var first = CodePoints.Offset(text.Value, from);
        return text.Slice(first, CodePoints.Offset(text.Value, Place(end, count)) - first);

        int Place(TemplateValue? value, int missing)
        {
            if (value is null or TemplateNone)
                return missing;
            var place = RenderContext.Integer(value, "a place in a text");
            return place < 0 ? Math.Max(place + count, 0) : Math.Min(place, count);
        }
    }
}
