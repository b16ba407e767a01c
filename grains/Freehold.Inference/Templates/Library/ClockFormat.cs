using System.Globalization;
using System.Text;
using Freehold.Inference.Templates.Values;

namespace Freehold.Inference.Templates.Library;

/// <summary>Python's <c>strftime</c>, in English whatever the machine's language.</summary>
internal static class ClockFormat
{
    public static string Format(DateTimeOffset now, string format)
    {
        RenderBudget.CheckLength(format.Length * 16L);
        var output = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                output.Append(format[at]);
                continue;
            }

            var isBare = format[at + 1] == '-' && at + 2 < format.Length; // %-d: without the leading zero.
            at += isBare ? 2 : 1;
            var text = Field(now, format[at]);
            output.Append(isBare && text.TrimStart('0', ' ') is { Length: > 0 } bare ? bare : isBare ? "0" : text);
        }

        return output.ToString();
    }

    private static string Field(DateTimeOffset now, char code) => code switch
    {
        'Y' => Text(now, "yyyy"),
        'y' => Text(now, "yy"),
        'm' => Text(now, "MM"),
        'B' => Text(now, "MMMM"),
        'b' or 'h' => Text(now, "MMM"),
        'd' => Text(now, "dd"),
        'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'A' => Text(now, "dddd"),
        'a' => Text(now, "ddd"),
        'w' => ((int)now.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'H' => Text(now, "HH"),
        'I' => Text(now, "hh"),
        'M' => Text(now, "mm"),
        'S' => Text(now, "ss"),
        'p' => Text(now, "tt"),
        'F' => Text(now, "yyyy-MM-dd"),
        'T' => Text(now, "HH:mm:ss"),
        'D' => Text(now, "MM/dd/yy"),
        'z' or 'Z' => "", // Of a time without a zone, as transformers' is.
        '%' => "%",
        _ => throw RenderFaultException.Evaluation($"strftime_now does not support '%{code}'"),
    };

    private static string Text(DateTimeOffset now, string format) => now.ToString(format, CultureInfo.InvariantCulture);
}
