using System.Collections.Frozen;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's methods of <c>str</c>, by name.</summary>
internal static class TextMethods
{
    private delegate TemplateValue Method(RenderContext context, TemplateText text, CallArguments arguments);

    private static readonly FrozenDictionary<string, Method> Methods = new Dictionary<string, Method>(StringComparer.Ordinal)
    {
        ["strip"] = (c, t, a) => TextCutting.Strip(c, t, a.Bind("strip", "chars")[0], start: true, end: true),
        ["lstrip"] = (c, t, a) => TextCutting.Strip(c, t, a.Bind("lstrip", "chars")[0], start: true, end: false),
        ["rstrip"] = (c, t, a) => TextCutting.Strip(c, t, a.Bind("rstrip", "chars")[0], start: false, end: true),
        ["split"] = (c, t, a) => TextCutting.Split(c, t, a, fromRight: false),
        ["rsplit"] = (c, t, a) => TextCutting.Split(c, t, a, fromRight: true),
        ["splitlines"] = (c, t, a) => new TemplateList([.. TextCutting.Lines(c, t, a.Bind("splitlines", "keepends")[0]?.IsTrue ?? false)]),
        ["partition"] = (c, t, a) => TextCutting.Partition(c, t, a, fromRight: false),
        ["rpartition"] = (c, t, a) => TextCutting.Partition(c, t, a, fromRight: true),
        ["startswith"] = (c, t, a) => TextSearch.HasEnd(c, t, a, atStart: true),
        ["endswith"] = (c, t, a) => TextSearch.HasEnd(c, t, a, atStart: false),
        ["removeprefix"] = (c, t, a) => TextSearch.RemoveEnd(t, a, atStart: true),
        ["removesuffix"] = (c, t, a) => TextSearch.RemoveEnd(t, a, atStart: false),
        ["find"] = (c, t, a) => TextSearch.Find(c, t, a, "find", fromRight: false),
        ["rfind"] = (c, t, a) => TextSearch.Find(c, t, a, "rfind", fromRight: true),
        ["index"] = (c, t, a) => TextSearch.Index(c, t, a, "index", fromRight: false),
        ["rindex"] = (c, t, a) => TextSearch.Index(c, t, a, "rindex", fromRight: true),
        ["count"] = (c, t, a) => TextSearch.Count(c, t, a),
        ["replace"] = Replace,
        ["join"] = (c, t, a) => Join(c, t, a.Single("join", "iterable")),
        ["upper"] = (c, t, a) => TextMapping.Upper(c, NoArguments("upper", t, a)),
        ["lower"] = (c, t, a) => TextMapping.Lower(c, NoArguments("lower", t, a)),
        ["casefold"] = (c, t, a) => TextMapping.Lower(c, NoArguments("casefold", t, a)),
        ["title"] = (c, t, a) => TextMapping.Title(c, NoArguments("title", t, a), char.IsLetter),
        ["capitalize"] = (c, t, a) => TextMapping.Capitalize(c, NoArguments("capitalize", t, a)),
        ["isspace"] = (c, t, a) => TextMapping.All(c, NoArguments("isspace", t, a), PythonSpaces.Contains),
        ["isdigit"] = (c, t, a) => TextMapping.All(c, NoArguments("isdigit", t, a), char.IsDigit),
        ["isnumeric"] = (c, t, a) => TextMapping.All(c, NoArguments("isnumeric", t, a), char.IsNumber),
        ["isalpha"] = (c, t, a) => TextMapping.All(c, NoArguments("isalpha", t, a), char.IsLetter),
        ["isalnum"] = (c, t, a) => TextMapping.All(c, NoArguments("isalnum", t, a), char.IsLetterOrDigit),
        ["isupper"] = (c, t, a) => TextMapping.HasCase(c, NoArguments("isupper", t, a), upper: true),
        ["islower"] = (c, t, a) => TextMapping.HasCase(c, NoArguments("islower", t, a), upper: false),
        ["center"] = (c, t, a) => Pad(c, t, a, "center", left: true, right: true),
        ["ljust"] = (c, t, a) => Pad(c, t, a, "ljust", left: false, right: true),
        ["rjust"] = (c, t, a) => Pad(c, t, a, "rjust", left: true, right: false),
        ["format"] = BraceFormat.Apply,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Contains(string name) => Methods.ContainsKey(name);

    /// <summary>A method bound to a text; null where there is none of the name.</summary>
    public static TemplateFunction? Find(RenderContext context, TemplateText text, string name) =>
        Methods.TryGetValue(name, out var method) ? new TemplateFunction(name, arguments => method(context, text, arguments)) : null;

    /// <summary>The elements as texts with a separator between them.</summary>
    public static TemplateText Join(RenderContext context, TemplateText separator, TemplateValue items)
    {
        var output = context.NewText();
        var isFirst = true;
        foreach (var item in context.Items(items))
        {
            context.Budget.SpendSteps();
            if (!isFirst)
                output.Append(separator);
            output.Append(RenderContext.TextArgument(item, "an element to join"));
            isFirst = false;
        }

        return output.ToText();
    }

    private static TemplateText Replace(RenderContext context, TemplateText text, CallArguments arguments)
    {
        var given = arguments.Bind("replace", "old", "new", "count");
        if (given[0] is not TemplateText sought || given[1] is not TemplateText by)
            throw RenderFaultException.Evaluation("replace() needs two texts");
        return TextMapping.Replace(context, text, sought, by, given[2] is { } count ? RenderContext.Integer(count, "count") : -1);
    }

    private static TemplateText Pad(RenderContext context, TemplateText text, CallArguments arguments, string name, bool left, bool right)
    {
        var given = arguments.Bind(name, "width", "fillchar");
        var width = RenderContext.Integer(given[0] ?? TemplateNone.Value, "the width");
        var fill = given[1] is { } chosen ? RenderContext.TextArgument(chosen, "fillchar") : null;
        return TextMapping.Pad(context, text, width, fill, left, right);
    }

    private static TemplateText NoArguments(string name, TemplateText text, CallArguments arguments)
    {
        arguments.Bind(name);
        return text;
    }
}
