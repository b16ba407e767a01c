using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's <c>&lt;</c> and its sorting.</summary>
internal static class ValueOrder
{
    /// <summary>Below, equal or above; null where a NaN is in it, which is neither.</summary>
    /// <exception cref="RenderFaultException">The two are of kinds that have no order.</exception>
    public static int? Compare(RenderContext context, TemplateValue left, TemplateValue right)
    {
        context.Budget.SpendSteps();
        switch (left, right)
        {
            case (TemplateText a, TemplateText b):
                context.Budget.SpendChars(Math.Min(a.Value.Length, b.Value.Length));
                return CodePoints.Compare(a.Value, b.Value);
            case (TemplateList a, TemplateList b) when a.IsTuple == b.IsTuple:
                return CompareLists(context, a.Items, b.Items);
            default:
                if (NumberOrder.TryToDouble(left) is null || NumberOrder.TryToDouble(right) is null)
                    throw RenderFaultException.Evaluation($"a {left.TypeName} and a {right.TypeName} have no order");
                return NumberOrder.TryCompare(left, right);
        }
    }

    /// <summary>Sorts stably.</summary>
    public static TemplateValue[] Sort(
        RenderContext context, TemplateValue[] items, Func<TemplateValue, TemplateValue> key, bool descending)
    {
        context.Budget.SpendSteps(items.Length);
        var keyed = items.Select(item => (Item: item, Key: key(item))).ToList();
        var order = Comparer<TemplateValue>.Create((a, b) => Compare(context, a, b) ?? 0);
        try
        {
            var sorted = descending ? keyed.OrderByDescending(pair => pair.Key, order) : keyed.OrderBy(pair => pair.Key, order);
            return [.. sorted.Select(pair => pair.Item)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is RenderFaultException fault)
        {
            throw fault; // Sorting wraps what a comparer throws.
        }
    }

    private static int? CompareLists(RenderContext context, TemplateValue[] left, TemplateValue[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (!ValueEquality.AreEqual(context.Budget, left[i], right[i]))
                return Compare(context, left[i], right[i]);
        }

        return left.Length.CompareTo(right.Length);
    }
}
