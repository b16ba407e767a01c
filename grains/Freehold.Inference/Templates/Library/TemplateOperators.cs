using Freehold.Inference.Templates.Syntax;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's operators.</summary>
internal static class TemplateOperators
{
    private const int MaxExponent = 1024;

    public static TemplateValue Apply(RenderContext context, BinaryOperator op, TemplateValue left, TemplateValue right)
    {
        switch (op)
        {
            case BinaryOperator.Concat:
                return PythonText.Write(PythonText.Write(context.NewText(), left), right).ToText();
            case BinaryOperator.Add when (left, right) is (TemplateText a, TemplateText b):
                return context.NewText().Append(a).Append(b).ToText();
            case BinaryOperator.Add when (left, right) is (TemplateList a, TemplateList b) && a.IsTuple == b.IsTuple:
                context.Budget.SpendSteps(a.Items.Length + b.Items.Length);
                return new TemplateList([.. a.Items, .. b.Items], a.IsTuple);
            case BinaryOperator.Multiply when left is TemplateText or TemplateList && NumberOrder.TryToInt(right, out var count):
                return Repeat(context, left, count);
            case BinaryOperator.Multiply when right is TemplateText or TemplateList && NumberOrder.TryToInt(left, out var count):
                return Repeat(context, right, count);
            case BinaryOperator.Modulo when left is TemplateText format:
                return PercentFormat.Apply(context, format, right);
        }

        RequireDefined(left);
        RequireDefined(right);
        if (NumberOrder.TryToInt(left, out var x) && NumberOrder.TryToInt(right, out var y))
            return Integers(op, x, y);
        if (NumberOrder.TryToDouble(left) is { } p && NumberOrder.TryToDouble(right) is { } q)
            return new TemplateFloat(Floats(op, p, q));
        throw RenderFaultException.Evaluation($"'{Symbol(op)}' does not take a {left.TypeName} and a {right.TypeName}");
    }

    public static TemplateValue Negate(TemplateValue value, bool isPlus)
    {
        RequireDefined(value);
        if (NumberOrder.TryToInt(value, out var integer))
            return new TemplateInt(isPlus ? integer : Checked(() => checked(-integer)));
        return value is TemplateFloat real
            ? new TemplateFloat(isPlus ? real.Value : -real.Value)
            : throw RenderFaultException.Evaluation($"a {value.TypeName} has no sign");
    }

    public static bool Compare(RenderContext context, CompareOperator op, TemplateValue left, TemplateValue right)
    {
        switch (op)
        {
            case CompareOperator.Equal: return ValueEquality.AreEqual(context.Budget, left, right);
            case CompareOperator.NotEqual: return !ValueEquality.AreEqual(context.Budget, left, right);
            case CompareOperator.In: return Contains(context, right, left);
            case CompareOperator.NotIn: return !Contains(context, right, left);
        }

        RequireDefined(left);
        RequireDefined(right);
        return (op, ValueOrder.Compare(context, left, right)) switch
        {
            (_, null) => false,
            (CompareOperator.Less, < 0) or (CompareOperator.LessOrEqual, <= 0) => true,
            (CompareOperator.Greater, > 0) or (CompareOperator.GreaterOrEqual, >= 0) => true,
            _ => false,
        };
    }

    public static bool Contains(RenderContext context, TemplateValue container, TemplateValue item)
    {
        switch (container)
        {
            case TemplateText text:
                var sought = RenderContext.TextArgument(item, "what is sought 'in' a text").Value;
                context.Budget.SpendSearch(text.Value.Length, sought.Length);
                return text.Value.Contains(sought, StringComparison.Ordinal);
            case TemplateMap map:
                return map.Find(context.Budget, item) is not null;
            default:
                foreach (var candidate in context.Items(container))
                {
                    if (ValueEquality.AreEqual(context.Budget, candidate, item))
                        return true;
                }

                return false;
        }
    }

    /// <summary>An undefined value may be printed and tested, and nothing else.</summary>
    public static void RequireDefined(TemplateValue value)
    {
        if (value is TemplateUndefined undefined)
            throw RenderFaultException.Evaluation(undefined.Reason);
    }

    private static TemplateValue Repeat(RenderContext context, TemplateValue value, Int128 count)
    {
        if (value is TemplateList list)
        {
            context.Budget.SpendElements(list.Items.Length * Int128.Max(count, 0));
            return new TemplateList([.. Enumerable.Repeat(list.Items, (int)Int128.Max(count, 0)).SelectMany(items => items)], list.IsTuple);
        }

        var text = (TemplateText)value;
        if (text.Value.Length == 0 || count <= 0)
            return TemplateText.Empty;
        RenderBudget.CheckLength((long)Int128.Min(text.Value.Length * count, long.MaxValue));
        var output = context.NewText();
        for (var i = 0; i < (int)count; i++)
            output.Append(text);
        return output.ToText();
    }

    private static TemplateValue Integers(BinaryOperator op, Int128 x, Int128 y)
    {
        if (y == 0 && op is BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo)
            throw RenderFaultException.Evaluation("a division by zero");
        return op switch
        {
            BinaryOperator.Divide => new TemplateFloat((double)x / (double)y),
            BinaryOperator.Power when y < 0 => new TemplateFloat(Math.Pow((double)x, (double)y)),
            BinaryOperator.Power => new TemplateInt(Power(x, y)),
            _ => new TemplateInt(Checked(() => op switch
            {
                BinaryOperator.Add => checked(x + y),
                BinaryOperator.Subtract => checked(x - y),
                BinaryOperator.Multiply => checked(x * y),
                BinaryOperator.FloorDivide => FloorDivide(x, y),
                _ => checked(x - FloorDivide(x, y) * y),
            })),
        };
    }

    private static Int128 FloorDivide(Int128 x, Int128 y)
    {
        if (y == -1)
            return checked(-x); // The one quotient that may overflow.
        var quotient = x / y;
        return x % y != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient;
    }

    private static Int128 Power(Int128 x, Int128 y)
    {
        if (x >= -1 && x <= 1)
            return y == 0 || x == 1 || (x == -1 && y % 2 == 0) ? 1 : x;
        var exponent = y <= MaxExponent ? (int)y : MaxExponent; // Beyond 127 it overflows, whatever it is.
        return Checked(() =>
        {
            Int128 result = 1;
            for (var i = 0; i < exponent; i++)
                result = checked(result * x);
            return result;
        });
    }

    private static double Floats(BinaryOperator op, double x, double y)
    {
        if (y == 0 && op is BinaryOperator.Divide or BinaryOperator.FloorDivide or BinaryOperator.Modulo)
            throw RenderFaultException.Evaluation("a division by zero");
        return op switch
        {
            BinaryOperator.Add => x + y,
            BinaryOperator.Subtract => x - y,
            BinaryOperator.Multiply => x * y,
            BinaryOperator.Divide => x / y,
            BinaryOperator.FloorDivide => Math.Floor(x / y),
            BinaryOperator.Power => Math.Pow(x, y),
            _ => FloatModulo(x, y),
        };
    }

    // The result has the divisor's sign.
    private static double FloatModulo(double x, double y)
    {
        var rest = x % y;
        return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
    }

    private static Int128 Checked(Func<Int128> calculate)
    {
        try
        {
            return calculate();
        }
        catch (OverflowException)
        {
            throw RenderFaultException.Evaluation("an integer has more than 127 bits");
        }
    }

    private static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.FloorDivide => "//",
        BinaryOperator.Modulo => "%",
        _ => "**",
    };
}
