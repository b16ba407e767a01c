using System.Globalization;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Filters that give numbers, and <c>default</c>.</summary>
internal static class NumberFilters
{
    private const int MaxDecimals = 300;

    public static readonly Dictionary<string, TemplateFilter> All = new(StringComparer.Ordinal)
    {
        ["abs"] = (_, v, a) => Abs(v, a),
        ["int"] = (c, v, a) => ToInt(c, v, a),
        ["float"] = (c, v, a) => ToFloat(c, v, a.Bind("float", "default")[0] ?? new TemplateFloat(0)),
        ["round"] = Round,
        ["default"] = Default,
        ["d"] = Default,
    };

    private static TemplateValue Default(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        var given = arguments.Bind("default", "default_value", "boolean");
        return value is TemplateUndefined || (given[1]?.IsTrue == true && !value.IsTrue) ? given[0] ?? TemplateText.Empty : value;
    }

    private static TemplateValue Abs(TemplateValue value, CallArguments arguments)
    {
        arguments.Bind("abs");
        TemplateOperators.RequireDefined(value);
        if (NumberOrder.TryToInt(value, out var integer))
            return integer < 0 ? TemplateOperators.Negate(value, isPlus: false) : new TemplateInt(integer);
        return value is TemplateFloat real
            ? new TemplateFloat(Math.Abs(real.Value))
            : throw RenderFaultException.Evaluation($"abs does not take a {value.TypeName}");
    }

    private static TemplateValue ToInt(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        TemplateOperators.RequireDefined(value);
        var given = arguments.Bind("int", "default", "base");
        var numberBase = given[1] is { } chosen ? RenderContext.Integer(chosen, "the base") : 10;
        if (numberBase is not (10 or 16 or 8 or 2))
            throw RenderFaultException.Evaluation("int takes the bases 2, 8, 10 and 16");
        if (NumberOrder.TryToInt(value, out var integer))
            return new TemplateInt(integer);
        if (value is TemplateText text && ParseInt(text.Value, numberBase) is { } parsed)
            return new TemplateInt(parsed);
        return ToFloat(context, value, TemplateNone.Value) is TemplateFloat real && Math.Abs(real.Value) < 1e37
            ? new TemplateInt((Int128)Math.Truncate(real.Value))
            : given[0] ?? new TemplateInt(0);
    }

    private static Int128? ParseInt(string text, int numberBase)
    {
        var digits = Trim(text);
        if (digits is null)
            return null;
        if (numberBase == 10)
            return Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        var isNegative = digits.StartsWith('-');
        digits = digits.TrimStart('-', '+').ToLowerInvariant();
        var prefix = numberBase switch { 16 => "0x", 8 => "0o", _ => "0b" };
        if (digits.StartsWith(prefix, StringComparison.Ordinal))
            digits = digits[2..];
        Int128 value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : numberBase;
            if (digit >= numberBase || value > Int128.MaxValue / 32)
                return null;
            value = value * numberBase + digit;
        }

        return digits.Length == 0 ? null : isNegative ? -value : value;
    }

    private static TemplateValue ToFloat(RenderContext context, TemplateValue value, TemplateValue missing)
    {
        TemplateOperators.RequireDefined(value);
        if (NumberOrder.TryToDouble(value) is { } number)
            return new TemplateFloat(number);
        if (value is not TemplateText text || Trim(text.Value) is not { } digits)
            return missing;
        context.Budget.SpendChars(digits.Length);
        var unsigned = digits.TrimStart('-', '+').ToLowerInvariant();
        if (unsigned is "inf" or "infinity" or "nan")
            return new TemplateFloat(unsigned == "nan" ? double.NaN : digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, style, CultureInfo.InvariantCulture, out var parsed) ? new TemplateFloat(parsed) : missing;
    }

    // Spaces around a number do not count, nor do single underscores between its digits.
    private static string? Trim(string text)
    {
        var from = text.AsSpan().IndexOfAnyExcept(PythonSpaces.All);
        if (from < 0)
            return null;
        var trimmed = text[from..(text.AsSpan().LastIndexOfAnyExcept(PythonSpaces.All) + 1)];
        var isJoined = trimmed.StartsWith('_') || trimmed.EndsWith('_') || trimmed.Contains("__", StringComparison.Ordinal);
        return isJoined ? null : trimmed.Replace("_", "", StringComparison.Ordinal);
    }

    private static TemplateValue Round(RenderContext context, TemplateValue value, CallArguments arguments)
    {
        TemplateOperators.RequireDefined(value);
        var given = arguments.Bind("round", "precision", "method");
        var decimals = given[0] is { } precision ? RenderContext.Integer(precision, "the precision") : 0;
        var method = given[1] is TemplateText name ? name.Value : "common";
        if (decimals is < 0 or > MaxDecimals)
            throw RenderFaultException.Evaluation($"round takes a precision from 0 to {MaxDecimals}");
        if (NumberOrder.TryToDouble(value) is not { } number)
            throw RenderFaultException.Evaluation($"round does not take a {value.TypeName}");
        var scale = Math.Pow(10, decimals);
        return method switch
        {
            "common" when NumberOrder.TryToInt(value, out var integer) => new TemplateInt(integer),
            "common" when !double.IsFinite(number) => value,
            "common" => new TemplateFloat(double.Parse(FloatText.Fixed(number, decimals), CultureInfo.InvariantCulture)),
            "ceil" => new TemplateFloat(Math.Ceiling(number * scale) / scale),
            "floor" => new TemplateFloat(Math.Floor(number * scale) / scale),
            _ => throw RenderFaultException.Evaluation("round's method is common, ceil or floor"),
        };
    }
}
