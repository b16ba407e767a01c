namespace Freehold.Inference.Templates.Values;

/// <summary>Keys of maps: texts, numbers and None, of which 1, 1.0 and True are one key, as in Python.</summary>
internal sealed class KeyComparer : IEqualityComparer<TemplateValue>
{
    public static readonly KeyComparer Instance = new();

    public static bool IsKey(TemplateValue value) =>
        value is TemplateText or TemplateInt or TemplateBool or TemplateFloat or TemplateNone;

    /// <summary>Checks a key and spends what hashing it costs.</summary>
    public static TemplateValue Check(RenderBudget budget, TemplateValue key)
    {
        if (key is TemplateText text)
            budget.SpendChars(text.Value.Length);
        return IsKey(key) ? key : throw RenderFaultException.Evaluation($"a {key.TypeName} cannot be a key");
    }

    public bool Equals(TemplateValue? x, TemplateValue? y) => (x, y) switch
    {
        (null, _) or (_, null) => ReferenceEquals(x, y),
        (TemplateText a, TemplateText b) => a.Value == b.Value,
        _ => ReferenceEquals(x, y) || NumberOrder.TryCompare(x, y) == 0,
    };

    public int GetHashCode(TemplateValue obj) => obj is TemplateText text
        ? string.GetHashCode(text.Value, StringComparison.Ordinal)
        : NumberOrder.TryToDouble(obj)?.GetHashCode() ?? 0;
}
