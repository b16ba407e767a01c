using System.Globalization;

namespace Freehold.Inference.Templates.Values;

/// <summary>Python's texts of floating-point numbers.</summary>
internal static class FloatText
{
    /// <summary>The shortest text that reads back as the number; an exponent from 1e16 on and below 1e-4.</summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var mark = shortest.IndexOf('E');
        var exponent = mark >= 0 ? int.Parse(shortest.AsSpan(mark + 1), CultureInfo.InvariantCulture)
            : value == 0 ? 0
            : ExponentOf(shortest);
        var sign = shortest[0] == '-' ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>A number with a fixed count of decimals, half to even where it lies exactly between two, as Python rounds.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return Repr(value);
        var text = value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        // .NET rounds an exact tie away from zero. Ties are short binary fractions, so 30 more decimals show one for what it is.
        var exact = value.ToString($"F{decimals + 30}", CultureInfo.InvariantCulture);
        var rest = exact.AsSpan(exact.Length - 30);
        if (rest[0] != '5' || rest[1..].ContainsAnyExcept('0'))
            return text;
        var below = exact[..^30].TrimEnd('.');
        return (below[^1] - '0') % 2 == 0 ? below : text;
    }

    private static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0].Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        var digits = mantissa.TrimStart('0').TrimEnd('0');
        return digits.Length == 0 ? "0" : digits;
    }

    // Decimal exponent of the first digit that is not 0, in a text without an exponent.
    private static int ExponentOf(string shortest)
    {
        var text = shortest.TrimStart('-');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.Length : point;
        if (text[0] != '0')
            return whole - 1;
        var first = text.AsSpan(point + 1).IndexOfAnyExcept('0');
        return -first - 1;
    }
}
