using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's slices of lists and texts.</summary>
internal static class TemplateSlices
{
    public static TemplateValue Slice(
        RenderContext context, TemplateValue target, TemplateValue? start, TemplateValue? stop, TemplateValue? step)
    {
        TemplateOperators.RequireDefined(target);
        switch (target)
        {
            case TemplateList list:
                var places = Places(context, list.Items.Length, start, stop, step);
                context.Budget.SpendSteps(places.Count);
                return new TemplateList([.. places.Select(place => list.Items[place])], list.IsTuple);
            case TemplateText text:
                return SliceText(context, text, start, stop, step);
            default:
                return new TemplateUndefined($"a {target.TypeName} has no slices");
        }
    }

    private static TemplateText SliceText(
        RenderContext context, TemplateText text, TemplateValue? start, TemplateValue? stop, TemplateValue? step)
    {
        context.Budget.SpendChars(text.Value.Length);
        var starts = CodePoints.Starts(text.Value);
        var count = starts?.Length ?? text.Value.Length;
        var places = Places(context, count, start, stop, step);
        if (places.Count == 0)
            return TemplateText.Empty;
        if (places.Step == 1)
        {
            var from = Offset(places.First);
            return text.Slice(from, Offset(places.First + places.Count) - from);
        }

        context.Budget.SpendSteps(places.Count);
        var output = context.NewText();
        foreach (var place in places)
            output.Append(text, Offset(place), Offset(place + 1) - Offset(place));
        return output.ToText();

        int Offset(int index) => starts is null ? index : index < starts.Length ? starts[index] : text.Value.Length;
    }

    private static SlicePlaces Places(RenderContext context, int length, TemplateValue? start, TemplateValue? stop, TemplateValue? step)
    {
        var by = Bound(step) ?? 1;
        if (by == 0)
            throw RenderFaultException.Evaluation("a slice's step is 0");
        var (low, high) = by > 0 ? (0, length) : (-1, length - 1);
        var first = Clamp(Bound(start), by > 0 ? low : high);
        var end = Clamp(Bound(stop), by > 0 ? high : low);
        var span = by > 0 ? (long)end - first : (long)first - end;
        var count = span <= 0 ? 0 : (int)((span - 1) / Math.Abs((long)by) + 1);
        return new SlicePlaces(first, by, count);

        int? Bound(TemplateValue? value) => value is null or TemplateNone ? null : RenderContext.Integer(value, "a slice's bound");

        int Clamp(int? value, int missing) => value switch
        {
            null => missing,
            < 0 => (int)Math.Max((long)value.Value + length, low),
            _ => Math.Min(value.Value, high),
        };
    }

    /// <summary>The places that a slice takes, in its order.</summary>
    private readonly record struct SlicePlaces(int First, int Step, int Count) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return (int)(First + (long)i * Step);
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
