using System.Globalization;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's <c>format % values</c> with the conversions s, r, d, i, x, X and f.</summary>
internal static class PercentFormat
{
    private const int MaxWidth = 1_000;

    public static TemplateText Apply(RenderContext context, TemplateText format, TemplateValue values)
    {
        var arguments = values is TemplateList { IsTuple: true } tuple ? tuple.Items : [values];
        var output = context.NewText();
        var next = 0;
        var text = format.Value;
        for (var at = 0; at < text.Length;)
        {
            var mark = text.IndexOf('%', at);
            output.Append(format, at, (mark < 0 ? text.Length : mark) - at);
            if (mark < 0)
                break;
            at = mark + 1;
            var spec = Specification.Read(text, ref at);
            if (spec.Conversion == '%')
                output.Append("%");
            else if (next < arguments.Length)
                Write(output, spec, context, arguments[next++]);
            else
                throw RenderFaultException.Evaluation("a format has more places than values");
        }

        if (next < arguments.Length && values is not TemplateMap)
            throw RenderFaultException.Evaluation("a format has fewer places than values");
        return output.ToText();
    }

    private static void Write(TextBuilder output, Specification spec, RenderContext context, TemplateValue value)
    {
        var text = spec.Conversion switch
        {
            's' => Cut(context.Text(value), spec.Precision),
            'r' => Cut(PythonText.WriteRepr(context.NewText(), value).ToText(), spec.Precision),
            'd' or 'i' or 'u' => TemplateText.OfTemplate(Decimal(spec, WholeNumber(value))),
            'x' or 'X' => TemplateText.OfTemplate(Hexadecimal(spec, WholeNumber(value))),
            'f' or 'F' => TemplateText.OfTemplate(spec.Signed(RealNumber(value), FloatText.Fixed(RealNumber(value), spec.Precision ?? 6))),
            _ => throw RenderFaultException.Evaluation($"the conversion '%{spec.Conversion}' is not supported"),
        };
        var missing = spec.Width - CodePoints.Count(text.Value);
        if (missing <= 0)
            output.Append(text);
        else if (spec.AlignsLeft)
            output.Append(text).Append(new string(' ', missing));
        else if (spec.FillsWithZeros && spec.Conversion is not ('s' or 'r'))
            WriteZeroFilled(output, text.Value, missing);
        else
            output.Append(new string(' ', missing)).Append(text);
    }

    private static void WriteZeroFilled(TextBuilder output, string number, int missing)
    {
        var sign = number[0] is '-' or '+' or ' ' ? 1 : 0;
        output.Append(number.AsSpan(0, sign)).Append(new string('0', missing)).Append(number.AsSpan(sign));
    }

    private static TemplateText Cut(TemplateText text, int? length) =>
        length is { } most ? text.Slice(0, CodePoints.Offset(text.Value, most)) : text;

    private static string Decimal(Specification spec, Int128 number) =>
        spec.Signed(number, number.ToString(CultureInfo.InvariantCulture));

    private static string Hexadecimal(Specification spec, Int128 number)
    {
        var digits = Int128.Abs(number).ToString(spec.Conversion == 'x' ? "x" : "X", CultureInfo.InvariantCulture).TrimStart('0');
        return spec.Signed(number, (number < 0 ? "-" : "") + (digits.Length == 0 ? "0" : digits));
    }

    private static Int128 WholeNumber(TemplateValue value)
    {
        if (NumberOrder.TryToInt(value, out var integer))
            return integer;
        return value is TemplateFloat real && Math.Abs(real.Value) < 1e37
            ? (Int128)Math.Truncate(real.Value)
            : throw RenderFaultException.Evaluation($"a format needs a number, not a {value.TypeName}");
    }

    private static double RealNumber(TemplateValue value) =>
        NumberOrder.TryToDouble(value) ?? throw RenderFaultException.Evaluation($"a format needs a number, not a {value.TypeName}");

    private readonly record struct Specification(string Flags, int Width, int? Precision, char Conversion)
    {
        public bool AlignsLeft => Flags.Contains('-');

        public bool FillsWithZeros => Flags.Contains('0');

        public string Signed<T>(T number, string text)
            where T : System.Numerics.INumber<T> =>
            T.IsNegative(number) ? text : Flags.Contains('+') ? "+" + text : Flags.Contains(' ') ? " " + text : text;

        public static Specification Read(string text, ref int at)
        {
            var flags = at;
            while (at < text.Length && text[at] is '-' or '0' or '+' or ' ' or '#')
                at++;
            var flagText = text[flags..at];
            var width = Number(text, ref at) ?? 0;
            int? precision = null;
            if (at < text.Length && text[at] == '.')
            {
                at++;
                precision = Number(text, ref at) ?? 0;
            }

            return at < text.Length
                ? new Specification(flagText, width, precision, text[at++])
                : throw RenderFaultException.Evaluation("a format ends inside of a place");
        }

        private static int? Number(string text, ref int at)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == start)
                return null;
            return int.TryParse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var number) && number <= MaxWidth
                ? number
                : throw RenderFaultException.Evaluation($"a format's width or precision is above {MaxWidth}");
        }
    }
}
