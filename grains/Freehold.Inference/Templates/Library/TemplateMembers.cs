using System.Collections.Frozen;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>
/// What <c>value.name</c> and <c>value[key]</c> give. As in Jinja, an attribute is first looked for among the type's own (so
/// <c>map.items</c> is the method even where the map has such a key), an item first among the value's.
/// </summary>
internal static class TemplateMembers
{
    private static readonly FrozenSet<string> OtherMethods =
        new[] { "items", "keys", "values", "get", "copy", "count", "index", "cycle", "changed" }.ToFrozenSet(StringComparer.Ordinal);

    // Methods of Python's dict that change it: in reach of no template, but they do hide keys of their names from the dot.
    private static readonly FrozenSet<string> HiddenByDict =
        new[] { "clear", "fromkeys", "pop", "popitem", "setdefault", "update" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether any kind of value has the method.</summary>
    public static bool IsMethod(string name) => TextMethods.Contains(name) || OtherMethods.Contains(name);

    public static TemplateValue Attribute(RenderContext context, TemplateValue target, string name)
    {
        TemplateOperators.RequireDefined(target);
        return OwnAttribute(context, target, name) ??
            (target as TemplateMap)?.Find(context.Budget, TemplateText.OfTemplate(name)) ?? NoAttribute(target, name);
    }

    public static TemplateValue Item(RenderContext context, TemplateValue target, TemplateValue key)
    {
        TemplateOperators.RequireDefined(target);
        var found = target switch
        {
            TemplateMap map when KeyComparer.IsKey(key) => map.Find(context.Budget, key),
            TemplateList list when NumberOrder.TryToInt(key, out var index) => At(list.Items, index),
            TemplateText text when NumberOrder.TryToInt(key, out var index) => CharacterAt(context, text, index),
            _ => null,
        };
        if (found is not null)
            return found;
        if (key is TemplateText name)
            return OwnAttribute(context, target, name.Value) ?? NoAttribute(target, name.Value);
        return new TemplateUndefined($"a {target.TypeName} has no such element");
    }

    private static TemplateUndefined NoAttribute(TemplateValue target, string name) =>
        new($"a {target.TypeName} has no '{(name.Length > 64 ? name[..64] : name)}'");

    private static TemplateValue? OwnAttribute(RenderContext context, TemplateValue target, string name) => target switch
    {
        TemplateText text => TextMethods.Find(context, text, name),
        TemplateMap map => MapMethod(context, map, name),
        TemplateList list => ListMethod(context, list, name),
        TemplateNamespace space => space.Attributes.GetValueOrDefault(name),
        TemplateLoop loop => LoopAttributes.Find(context, loop, name),
        _ => null,
    };

    private static TemplateValue? MapMethod(RenderContext context, TemplateMap map, string name) => name switch
    {
        "items" => new TemplateFunction(name, _ => Items(context, map)),
        "keys" => new TemplateFunction(name, _ => List(context, map, entry => entry.Key)),
        "values" => new TemplateFunction(name, _ => List(context, map, entry => entry.Value)),
        "get" => new TemplateFunction(name, a =>
        {
            var given = a.Bind(name, "key", "default");
            return map.Find(context.Budget, given[0] ?? TemplateNone.Value) ?? given[1] ?? TemplateNone.Value;
        }),
        "copy" => new TemplateFunction(name, _ => map),
        _ when HiddenByDict.Contains(name) => new TemplateUndefined($"'{name}' would change a dict, which no template may"),
        _ => null,
    };

    private static TemplateFunction? ListMethod(RenderContext context, TemplateList list, string name) => name switch
    {
        "count" => new TemplateFunction(name, a =>
        {
            var sought = a.Single(name, "value");
            return new TemplateInt(list.Items.Count(item => ValueEquality.AreEqual(context.Budget, item, sought)));
        }),
        "index" => new TemplateFunction(name, a =>
        {
            var sought = a.Single(name, "value");
            var at = Array.FindIndex(list.Items, item => ValueEquality.AreEqual(context.Budget, item, sought));
            return at >= 0 ? new TemplateInt(at) : throw RenderFaultException.Evaluation("index() did not find the value");
        }),
        _ => null,
    };

    /// <summary>The entries of a map as pairs.</summary>
    public static TemplateList Items(RenderContext context, TemplateMap map) =>
        List(context, map, entry => new TemplateList([entry.Key, entry.Value], isTuple: true));

    private static TemplateList List(
        RenderContext context, TemplateMap map, Func<KeyValuePair<TemplateValue, TemplateValue>, TemplateValue> select)
    {
        context.Budget.SpendSteps(map.Entries.Length);
        return new TemplateList([.. map.Entries.Select(select)]);
    }

    private static TemplateValue? At(TemplateValue[] items, Int128 index)
    {
        var at = index < 0 ? index + items.Length : index;
        return at >= 0 && at < items.Length ? items[(int)at] : null;
    }

    private static TemplateText? CharacterAt(RenderContext context, TemplateText text, Int128 index)
    {
        context.Budget.SpendChars(text.Value.Length);
        var starts = CodePoints.Starts(text.Value);
        var count = starts?.Length ?? text.Value.Length;
        var at = index < 0 ? index + count : index;
        if (at < 0 || at >= count)
            return null;
        var start = starts?[(int)at] ?? (int)at;
        return text.Slice(start, CodePoints.LengthAt(text.Value, start));
    }
}
