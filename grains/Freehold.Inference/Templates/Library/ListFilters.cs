using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Filters over sequences.</summary>
internal static class ListFilters
{
    public static readonly Dictionary<string, TemplateFilter> All = new(StringComparer.Ordinal)
    {
        ["length"] = (_, v, a) => Length(v, a),
        ["count"] = (_, v, a) => Length(v, a),
        ["first"] = (c, v, a) => End(c, v, a, "first"),
        ["last"] = (c, v, a) => End(c, v, a, "last"),
        ["list"] = (c, v, a) => new TemplateList(Plain(c, "list", v, a)),
        ["items"] = Items,
        ["reverse"] = Reverse,
        ["map"] = Map,
        ["select"] = (c, v, a) => Select(c, v, a, keeps: true, byAttribute: false),
        ["reject"] = (c, v, a) => Select(c, v, a, keeps: false, byAttribute: false),
        ["selectattr"] = (c, v, a) => Select(c, v, a, keeps: true, byAttribute: true),
        ["rejectattr"] = (c, v, a) => Select(c, v, a, keeps: false, byAttribute: true),
        ["sort"] = Sort,
        ["dictsort"] = DictSort,
        ["unique"] = Unique,
        ["min"] = (c, v, a) => Extreme(c, v, a, "min"),
        ["max"] = (c, v, a) => Extreme(c, v, a, "max"),
        ["sum"] = Sum,
        ["batch"] = Batch,
    };

    private static TemplateValue[] Plain(RenderContext context, string name, TemplateValue value, CallArguments arguments)
    {
        arguments.Bind(name);
        return context.Items(value);
    }

    private static TemplateInt Length(TemplateValue value, CallArguments arguments)
    {
        arguments.Bind("length");
        return new TemplateInt(value switch
        {
            TemplateText text => CodePoints.Count(text.Value),
            TemplateList { IsGenerator: false } list => list.Items.Length,
            TemplateMap map => map.Entries.Length,
            TemplateUndefined => 0,
            _ => throw RenderFaultException.Evaluation($"a {value.TypeName} has no length"),
        });
    }

    private static TemplateValue End(RenderContext context, TemplateValue value, CallArguments arguments, string name)
    {
        arguments.Bind(name);
        if (value is TemplateText text)
            return TemplateMembers.Item(context, text, new TemplateInt(name == "first" ? 0 : -1));
        var items = context.Items(value);
        return items.Length == 0 ? new TemplateUndefined("a sequence is empty") : name == "first" ? items[0] : items[^1];
    }

    private static TemplateList Items(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        arguments.Bind("items");
        return value switch
        {
            TemplateMap map => TemplateList.Generator(TemplateMembers.Items(context, map).Items),
            TemplateUndefined => TemplateList.Generator([]),
            _ => throw RenderFaultException.Evaluation($"items does not take a {value.TypeName}"),
        };
    }

    private static TemplateValue Reverse(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        arguments.Bind("reverse");
        return value is TemplateText
            ? TemplateSlices.Slice(context, value, null, null, new TemplateInt(-1))
            : TemplateList.Generator(context.Items(value).Reverse());
    }

    private static TemplateList Map(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        Func<TemplateValue, TemplateValue> change;
        if (arguments.Positional.Length == 0)
        {
            var given = arguments.Bind("map", "attribute", "default");
            var path = given[0] ?? throw RenderFaultException.Evaluation("map needs a filter's name or an attribute");
            change = item => AttributePath.Of(context, item, path) is var found && found is TemplateUndefined && given[1] is { } missing
                ? missing
                : found;
        }
        else
        {
            var name = RenderContext.TextArgument(arguments.Positional[0], "a filter's name").Value;
            var rest = new CallArguments(arguments.Positional[1..], arguments.Named);
            change = item => TemplateFilters.Apply(context, name, item, rest);
        }

        return TemplateList.Generator(context.Items(value).Select(item => Spend(context, change(item))));
    }

    private static TemplateList Select(RenderContext context, TemplateValue value, CallArguments arguments, bool keeps, bool byAttribute)
    {
        var given = arguments.Positional;
        if (byAttribute && given.Length == 0)
            throw RenderFaultException.Evaluation("selectattr and rejectattr need an attribute");
        var path = byAttribute ? given[0] : null;
        var from = byAttribute ? 1 : 0;
        Func<TemplateValue, bool> test = item => item.IsTrue;
        if (given.Length > from)
        {
            var name = RenderContext.TextArgument(given[from], "a test's name").Value;
            var rest = new CallArguments(given[(from + 1)..], arguments.Named);
            test = item => TemplateTests.Apply(context, name, item, rest);
        }

        return TemplateList.Generator(context.Items(value)
            .Where(item => test(Spend(context, path is null ? item : AttributePath.Of(context, item, path))) == keeps));
    }

    private static TemplateValue Spend(RenderContext context, TemplateValue value)
    {
        context.Budget.SpendSteps();
        return value;
    }

    private static TemplateList Sort(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("sort", "reverse", "case_sensitive", "attribute");
        var key = Key(context, given[1], given[2]);
        return new TemplateList(ValueOrder.Sort(context, context.Items(value), key, given[0]?.IsTrue ?? false));
    }

    private static TemplateList DictSort(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("dictsort", "case_sensitive", "by", "reverse");
        var map = value as TemplateMap ?? throw RenderFaultException.Evaluation($"dictsort does not take a {value.TypeName}");
        var place = given[1] is TemplateText { Value: "value" } ? 1 : 0;
        var key = Key(context, given[0], new TemplateInt(place));
        return new TemplateList(ValueOrder.Sort(context, TemplateMembers.Items(context, map).Items, key, given[2]?.IsTrue ?? false));
    }

    // What a sequence is ordered by: itself or an attribute, in lower case unless case counts.
    private static Func<TemplateValue, TemplateValue> Key(RenderContext context, TemplateValue? caseSensitive, TemplateValue? attribute)
    {
        var ignoresCase = caseSensitive?.IsTrue != true;
        return item =>
        {
            var key = attribute is null or TemplateNone ? item : AttributePath.Of(context, item, attribute);
            return ignoresCase && key is TemplateText text ? TextMapping.Lower(context, text) : key;
        };
    }

    private static TemplateList Unique(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("unique", "case_sensitive", "attribute");
        var key = Key(context, given[0], given[1]);
        var seen = new HashSet<TemplateValue>(KeyComparer.Instance);
        return TemplateList.Generator(
            context.Items(value).Where(item => seen.Add(KeyComparer.Check(context.Budget, key(Spend(context, item))))));
    }

    private static TemplateValue Extreme(RenderContext context, TemplateValue value, CallArguments arguments, string name)
    {
        var given = arguments.Bind(name, "case_sensitive", "attribute");
        var key = Key(context, given[0], given[1]);
        var items = context.Items(value);
        if (items.Length == 0)
            return new TemplateUndefined("a sequence is empty");
        var best = items[0];
        foreach (var item in items.AsSpan(1))
        {
            if (ValueOrder.Compare(context, key(item), key(best)) is { } order && (name == "min" ? order < 0 : order > 0))
                best = item;
        }

        return best;
    }

    private static TemplateValue Sum(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("sum", "attribute", "start");
        var total = given[1] ?? new TemplateInt(0);
        foreach (var item in context.Items(value))
        {
            var next = given[0] is null or TemplateNone ? item : AttributePath.Of(context, item, given[0]!);
            total = TemplateOperators.Apply(context, Syntax.BinaryOperator.Add, total, Spend(context, next));
        }

        return total;
    }

    private static TemplateList Batch(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("batch", "linecount", "fill_with");
        var size = RenderContext.Integer(given[0] ?? TemplateNone.Value, "linecount");
        if (size < 1)
            throw RenderFaultException.Evaluation("batch needs a size of at least 1");
        var rows = context.Items(value).Chunk(size).ToList();
        if (given[1] is { } fill and not TemplateNone && rows.Count > 0)
        {
            context.Budget.SpendElements(size - rows[^1].Length);
            rows[^1] = [.. rows[^1], .. Enumerable.Repeat(fill, size - rows[^1].Length)];
        }

        return TemplateList.Generator(rows.Select(row => new TemplateList(row)));
    }
}
