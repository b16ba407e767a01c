namespace Freehold.Inference.Templates.Values;

/// <summary>
/// Python's <c>==</c>. It spends from the rendering's budget: a list may hold another many times over, so that comparing two small ones
/// may be endless work.
/// </summary>
internal static class ValueEquality
{
    public static bool AreEqual(RenderBudget budget, TemplateValue left, TemplateValue right)
    {
        budget.SpendSteps();
        switch (left, right)
        {
            case (TemplateText a, TemplateText b):
                if (a.Value.Length == b.Value.Length)
                    budget.SpendChars(a.Value.Length);
                return a.Value == b.Value;
            case (TemplateList { IsGenerator: false } a, TemplateList { IsGenerator: false } b):
                return a.IsTuple == b.IsTuple && ListsEqual(budget, a.Items, b.Items);
            case (TemplateMap a, TemplateMap b):
                return MapsEqual(budget, a, b);
            case (TemplateUndefined, TemplateUndefined):
                return true;
            default:
                return ReferenceEquals(left, right) || NumberOrder.TryCompare(left, right) == 0;
        }
    }

    private static bool ListsEqual(RenderBudget budget, TemplateValue[] left, TemplateValue[] right)
    {
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!AreEqual(budget, left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool MapsEqual(RenderBudget budget, TemplateMap left, TemplateMap right)
    {
        if (left.Entries.Length != right.Entries.Length)
            return false;
        foreach (var entry in left.Entries)
        {
            if (right.Find(budget, entry.Key) is not { } other || !AreEqual(budget, entry.Value, other))
                return false;
        }

        return true;
    }
}
