using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>What filters, tests, methods and functions may use: the budget and a clock, and nothing else.</summary>
internal sealed class RenderContext(TimeProvider time)
{
    public RenderBudget Budget { get; } = new();

    public TimeProvider Time => time;

    public TextBuilder NewText() => new(Budget);

    /// <summary>Python's <c>str(value)</c>.</summary>
    public TemplateText Text(TemplateValue value) => PythonText.ToText(Budget, value);

    /// <summary>The elements that a loop over a value gives: a list's, a map's keys, a text's characters.</summary>
    public TemplateValue[] Items(TemplateValue value)
    {
        switch (value)
        {
            case TemplateList list:
                return list.Items;
            case TemplateMap map:
                Budget.SpendSteps(map.Entries.Length);
                return [.. map.Entries.Select(entry => entry.Key)];
            case TemplateText text:
                return CodePoints.Split(Budget, text);
            case TemplateUndefined:
                return [];
            default:
                throw RenderFaultException.Evaluation($"a value of type {value.TypeName} cannot be iterated");
        }
    }

    public static int Integer(TemplateValue value, string what) => NumberOrder.TryToInt(value, out var number)
        ? (int)Int128.Clamp(number, int.MinValue, int.MaxValue)
        : throw RenderFaultException.Evaluation($"{what} must be an integer, not a {value.TypeName}");

    public static TemplateText TextArgument(TemplateValue value, string what) =>
        value as TemplateText ?? throw RenderFaultException.Evaluation($"{what} must be a text, not a {value.TypeName}");
}
