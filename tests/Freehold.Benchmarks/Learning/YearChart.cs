using System.Globalization;
using System.Text;
using Freehold.Core.Learning.Simulation;

namespace Freehold.Benchmarks.Learning;

/// <summary>A simulated year as a chart: the house, the best fixed candidates and the oracle, by month.</summary>
internal static class YearChart
{
    private const int Width = 820;
    private const int Height = 360;
    private const int Left = 60;
    private const int Right = 170;
    private const int Top = 40;
    private const int Bottom = 40;

    private static readonly (string Name, string Colour, Func<SimulatedMonth, double> Value)[] Lines =
    [
        ("oracle", "#888888", month => month.Oracle),
        ("house", "#1463ff", month => month.House),
        ("best fixed of month", "#d1495b", month => month.BestFixed),
        ("best fixed of year", "#edae49", month => month.BestFixedOfYear),
    ];

    /// <summary>All years, one chart below the other.</summary>
    public static string ToHtml(IEnumerable<SimulatedYearResult> years) =>
        "<!doctype html><meta charset=\"utf-8\"><title>A simulated year of routing</title>\n" + string.Join('\n', years.Select(ToSvg));

    /// <summary>One year.</summary>
    public static string ToSvg(SimulatedYearResult year)
    {
        var values = Lines.SelectMany(line => year.Months.Select(line.Value)).ToArray();
        var (least, most) = (Math.Floor(values.Min() * 20) / 20, Math.Ceiling(values.Max() * 20) / 20);
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"20\" font-size=\"14\">Value of a decision by month (seed {year.Seed}; worst month {year.WorstMonthRatio:F3} of its best fixed)</text>");
        for (var value = least; value <= most + 1e-9; value += 0.05)
        {
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#e5e5e5\"/>");
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value:F2}</text>");
        }

        for (var i = 0; i < year.Months.Count; i++)
        {
            Add(svg, $"<text x=\"{X(i):F1}\" y=\"{Height - 15}\" text-anchor=\"middle\">{year.Months[i].Month}</text>");
        }

        for (var i = 0; i < Lines.Length; i++)
        {
            var (name, colour, of) = Lines[i];
            var points = string.Join(' ', year.Months.Select((month, at) => Text($"{X(at):F1},{Y(of(month)):F1}")));
            Add(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            Add(svg, $"<text x=\"{Width - Right + 12}\" y=\"{Top + 16 + (20 * i)}\" fill=\"{colour}\">{name}</text>");
        }

        return svg.Append("</svg>").ToString();

        double X(int month) => Left + ((Width - Left - Right) * month / (double)Math.Max(1, year.Months.Count - 1));
        double Y(double value) => Top + ((Height - Top - Bottom) * (most - value) / (most - least));
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(Text(line)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
