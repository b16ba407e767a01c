using System.Collections.Frozen;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>The functions that a template finds in its environment: Jinja's, and transformers' two.</summary>
internal static class TemplateGlobals
{
    private delegate TemplateValue Global(RenderContext context, CallArguments arguments);

    private static readonly FrozenDictionary<string, Global> Globals = new Dictionary<string, Global>(StringComparer.Ordinal)
    {
        ["range"] = Range,
        ["dict"] = ToMap,
        ["namespace"] = ToNamespace,
        ["raise_exception"] = (c, a) => throw Raised(c.Text(a.Single("raise_exception", "message")).Value),
        ["strftime_now"] = (c, a) => TemplateText.OfTemplate(ClockFormat.Format(
            c.Time.GetLocalNow(), RenderContext.TextArgument(a.Single("strftime_now", "format"), "the format").Value)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TemplateFunction? Find(RenderContext context, string name) =>
        Globals.TryGetValue(name, out var global) ? new TemplateFunction(name, arguments => global(context, arguments)) : null;

    private static RenderFaultException Raised(string message) => new(
        TemplateFault.Raised, message.Length > TemplateLimits.MaxRaisedChars ? message[..TemplateLimits.MaxRaisedChars] : message, "");

    private static TemplateList Range(RenderContext context, CallArguments arguments)
    {
        var given = arguments.Bind("range", "start", "stop", "step");
        var (start, stop) = given[1] is null ? (0, Number(given[0])) : (Number(given[0]), Number(given[1]));
        var step = given[2] is null ? 1 : Number(given[2]);
        if (step == 0)
            throw RenderFaultException.Evaluation("a range's step is 0");
        var span = step > 0 ? (long)stop - start : (long)start - stop;
        var count = span <= 0 ? 0 : (span - 1) / Math.Abs((long)step) + 1;
        context.Budget.SpendElements(count);
        var items = new TemplateValue[count];
        for (var i = 0; i < items.Length; i++)
            items[i] = new TemplateInt(start + (long)i * step);
        return new TemplateList(items);

        int Number(TemplateValue? value) => RenderContext.Integer(value ?? TemplateNone.Value, "a bound of a range");
    }

    private static TemplateMap ToMap(RenderContext context, CallArguments arguments)
    {
        var entries = new List<KeyValuePair<TemplateValue, TemplateValue>>();
        foreach (var source in arguments.Positional)
        {
            if (source is TemplateMap map)
            {
                context.Budget.SpendSteps(map.Entries.Length);
                entries.AddRange(map.Entries);
                continue;
            }

            foreach (var item in context.Items(source))
            {
                if (context.Items(item) is not [var key, var value])
                    throw RenderFaultException.Evaluation("dict() takes maps and sequences of pairs");
                entries.Add(new(KeyComparer.Check(context.Budget, key), value));
            }
        }

        foreach (var (name, value) in arguments.Named)
            entries.Add(new(TemplateText.OfTemplate(name), value));
        return new TemplateMap(entries);
    }

    private static TemplateNamespace ToNamespace(RenderContext context, CallArguments arguments)
    {
        var space = new TemplateNamespace();
        foreach (var entry in ToMap(context, arguments).Entries)
            space.Attributes[context.Text(entry.Key).Value] = entry.Value;
        return space;
    }
}
