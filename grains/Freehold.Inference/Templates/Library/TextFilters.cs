using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Filters that give texts.</summary>
internal static class TextFilters
{
    private const int MaxIndent = 1_000;

    private static readonly JsonStyle OneLine = new(null, ", ", ": ", EscapesNonAscii: false, SortsKeys: false);

    public static readonly Dictionary<string, TemplateFilter> All = new(StringComparer.Ordinal)
    {
        ["tojson"] = ToJson,
        ["trim"] = (c, v, a) => TextCutting.Strip(c, c.Text(v), a.Bind("trim", "chars")[0], start: true, end: true),
        ["upper"] = (c, v, a) => TextMapping.Upper(c, Plain(c, "upper", v, a)),
        ["lower"] = (c, v, a) => TextMapping.Lower(c, Plain(c, "lower", v, a)),
        ["capitalize"] = (c, v, a) => TextMapping.Capitalize(c, Plain(c, "capitalize", v, a)),
        ["title"] = (c, v, a) => TextMapping.Title(c, Plain(c, "title", v, a), IsInsideWord),
        ["string"] = (c, v, a) => Plain(c, "string", v, a),
        ["safe"] = (c, v, a) => Plain(c, "safe", v, a),
        ["escape"] = (c, v, a) => Escape(c, Plain(c, "escape", v, a)),
        ["e"] = (c, v, a) => Escape(c, Plain(c, "escape", v, a)),
        ["replace"] = Replace,
        ["indent"] = Indent,
        ["center"] = Center,
        ["join"] = Join,
        ["format"] = Format,
    };

    private static TemplateText Plain(RenderContext context, string name, TemplateValue value, CallArguments arguments)
    {
        arguments.Bind(name);
        return context.Text(value);
    }

    // Jinja's filter begins a word after spaces, hyphens and opening brackets, unlike str.title.
    private static bool IsInsideWord(char before) => before is not ('-' or '(' or '{' or '[' or '<') && !PythonSpaces.Contains(before);

    private static TemplateText ToJson(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        if (arguments == CallArguments.None)
            return JsonText.Write(context.NewText(), value, OneLine).ToText();
        var given = arguments.Bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        var indent = given[1] switch
        {
            null or TemplateNone => null,
            TemplateText text => text.Value,
            var width => Spaces(width),
        };
        var separators = given[2] switch
        {
            null or TemplateNone => indent is null ? (", ", ": ") : (",", ": "),
            TemplateList { Items: [TemplateText item, TemplateText key] } => (item.Value, key.Value),
            _ => throw RenderFaultException.Evaluation("tojson's separators are two texts"),
        };
        var style = new JsonStyle(indent, separators.Item1, separators.Item2, given[0]?.IsTrue ?? false, given[3]?.IsTrue ?? false);
        return JsonText.Write(context.NewText(), value, style).ToText();
    }

    private static string Spaces(TemplateValue width) => new(' ', Math.Clamp(RenderContext.Integer(width, "an indent"), 0, MaxIndent));

    private static TemplateText Escape(RenderContext context, TemplateText text)
    {
        var output = context.NewText();
        foreach (var run in text.Runs(0, text.Value.Length))
        {
            for (var at = run.Start; at < run.Start + run.Length; at++)
            {
                ReadOnlySpan<char> escaped = text.Value[at] switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&#34;",
                    '\'' => "&#39;",
                    _ => text.Value.AsSpan(at, 1),
                };
                output.Append(escaped, run.IsInput);
            }
        }

        return output.ToText();
    }

    private static TemplateText Replace(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("replace", "old", "new", "count");
        var count = given[2] is null or TemplateNone ? -1 : RenderContext.Integer(given[2]!, "count");
        var (sought, by) = (context.Text(given[0] ?? TemplateNone.Value), context.Text(given[1] ?? TemplateNone.Value));
        return TextMapping.Replace(context, context.Text(value), sought, by, count);
    }

    private static TemplateText Indent(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("indent", "width", "first", "blank");
        var margin = given[0] switch
        {
            null => TemplateText.OfTemplate("    "),
            TemplateText text => text,
            var width => TemplateText.OfTemplate(Spaces(width)),
        };
        var indentsBlank = given[2]?.IsTrue ?? false;
        // Jinja adds a newline first, so that a last empty line is a line too.
        var source = context.NewText().Append(context.Text(value)).Append("\n").ToText();
        var output = context.NewText();
        var lines = TextCutting.Lines(context, source, keepsEnds: false);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = (TemplateText)lines[i];
            if (i > 0)
                output.Append("\n");
            if (i == 0 ? given[1]?.IsTrue ?? false : indentsBlank || line.IsTrue)
                output.Append(margin);
            output.Append(line);
        }

        return output.ToText();
    }

    private static TemplateText Center(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var width = arguments.Bind("center", "width")[0] is { } given ? RenderContext.Integer(given, "the width") : 80;
        return TextMapping.Pad(context, context.Text(value), width, null, left: true, right: true);
    }

    private static TemplateText Join(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("join", "d", "attribute");
        var separator = context.Text(given[0] ?? TemplateText.Empty);
        var output = context.NewText();
        var isFirst = true;
        foreach (var item in context.Items(value))
        {
            context.Budget.SpendSteps();
            if (!isFirst)
                output.Append(separator);
            PythonText.Write(output, given[1] is null or TemplateNone ? item : AttributePath.Of(context, item, given[1]!));
            isFirst = false;
        }

        return output.ToText();
    }

    private static TemplateText Format(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        if (arguments.Named.Length > 0)
            throw RenderFaultException.Evaluation("format takes values without names only");
        return PercentFormat.Apply(context, context.Text(value), new TemplateList(arguments.Positional, isTuple: true));
    }
}
