namespace Freehold.Inference.Templates.Values;

/// <summary>Numbers as Python orders them; a bool is 0 or 1.</summary>
internal static class NumberOrder
{
    public static bool TryToInt(TemplateValue value, out Int128 number)
    {
        number = value switch
        {
            TemplateInt integer => integer.Value,
            TemplateBool flag => flag.IsTrue ? 1 : 0,
            _ => 0,
        };
        return value is TemplateInt or TemplateBool;
    }

    public static double? TryToDouble(TemplateValue value) =>
        TryToInt(value, out var integer) ? (double)integer : value is TemplateFloat real ? real.Value : null;

    /// <summary>Below, equal or above; null where one is not a number, and also for NaN, which Python orders nowhere.</summary>
    public static int? TryCompare(TemplateValue left, TemplateValue right)
    {
        if (TryToInt(left, out var a) && TryToInt(right, out var b))
            return a.CompareTo(b);
        if (TryToDouble(left) is not { } x || TryToDouble(right) is not { } y || double.IsNaN(x) || double.IsNaN(y))
            return null;
        return x.CompareTo(y);
    }
}
