using System.Globalization;
using System.Net;
using System.Text;
using Freehold.Core.Backtest.Metrics;

namespace Freehold.Core.Backtest;

/// <summary>Draws a report: performance gap recovered against budget.</summary>
public static class BacktestChart
{
    private const int Width = 760;
    private const int Height = 480;
    private const int Left = 64;
    private const int Right = 150;
    private const int Top = 48;
    private const int Bottom = 56;

    /// <summary>The chart as an SVG document.</summary>
    public static string Svg(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var curves = CurvesOf(report);
        var top = Math.Max(1, Math.Ceiling(5 * curves.Max(curve => curve.Points.Max(point => point.Recovered))) / 5);
        var bottom = Math.Min(0, Math.Floor(5 * curves.Min(curve => curve.Points.Min(point => point.Recovered))) / 5);
        double X(double budget) => Left + (budget * (Width - Left - Right));
        double Y(double recovered) => Height - Bottom - ((recovered - bottom) / (top - bottom) * (Height - Top - Bottom));
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\"");
        svg.AppendLine(" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">");
        Add(svg, $"<title>{Text($"Routing between {report.Weak} and {report.Strong}")}</title>");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        var caption = Text(Shorten($"{report.Weak} → {report.Strong}"));
        Add(svg, $"<text x=\"{Left}\" y=\"24\" font-size=\"15\" fill=\"#1b1f24\">{caption}</text>");
        AddGrid(svg, bottom, top, X, Y);
        var labels = new LabelStack();
        foreach (var curve in curves)
        {
            var points = string.Join(' ', curve.Points.Select(
                point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Budget):0.#},{Y(point.Recovered):0.#}")));
            var at = labels.Place(Y(curve.Points[^1].Recovered));
            Add(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{curve.Colour}\" stroke-width=\"2\"{curve.Dash}/>");
            Add(svg, $"<text x=\"{X(1) + 8:0.#}\" y=\"{at + 4:0.#}\" fill=\"{curve.Colour}\">{Text(curve.Name)}</text>");
        }

        return svg.AppendLine("</svg>").ToString();
    }

    /// <summary>The chart and its figures as a page that needs nothing else.</summary>
    public static string Html(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder();
        html.AppendLine("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Routing backtest</title>");
        html.AppendLine(
            "<style>body{font-family:system-ui,sans-serif;margin:2rem;color:#1b1f24}td,th{padding:.2rem 1rem .2rem 0;text-align:right}");
        html.AppendLine("td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}</style></head><body>");
        html.Append(Svg(report)).AppendLine("<table><tr><th>Figure</th><th>Value</th></tr>");
        foreach (var (name, value) in BacktestFigures.Of(report))
            Add(html, $"<tr><td>{Text(name)}</td><td>{Text(value)}</td></tr>");
        html.AppendLine("</table><table><tr><th>Model</th><th>Mean quality</th><th>Mean cost</th></tr>");
        foreach (var model in report.Models)
            Add(html, $"<tr><td>{Text(model.Name)}</td><td>{model.Quality:0.0000}</td><td>{model.Cost:0.######}</td></tr>");
        return html.AppendLine("</table></body></html>").ToString();
    }

    private static List<Curve> CurvesOf(BacktestReport report)
    {
        BudgetPoint[] diagonal = [new(0, 0), new(1, 1)];
        var curves = new List<Curve> { new("random", diagonal, "#6e7781", " stroke-dasharray=\"4 4\"") };
        if (report.Oracle.Count > 0) curves.Add(new Curve("oracle", report.Oracle, "#9a6700", " stroke-dasharray=\"8 3\""));
        curves.Add(new Curve($"offline {Figure(report.ApgrOffline)}", report.Offline, "#0550ae", ""));
        if (report.Online.Count > 0) curves.Add(new Curve($"online {Figure(report.ApgrOnline)}", report.Online, "#1a7f37", ""));
        return curves;
    }

    private static void AddGrid(StringBuilder svg, double bottom, double top, Func<double, double> x, Func<double, double> y)
    {
        for (var share = 0.0; share <= 1.001; share += 0.2)
        {
            Add(svg, $"<line x1=\"{x(share):0.#}\" y1=\"{y(bottom):0.#}\" x2=\"{x(share):0.#}\" y2=\"{y(top):0.#}\" stroke=\"#e3e6ea\"/>");
            var (textX, textY) = (x(share), y(bottom) + 18);
            Add(svg, $"<text x=\"{textX:0.#}\" y=\"{textY:0.#}\" text-anchor=\"middle\" fill=\"#57606a\">{100 * share:0}%</text>");
        }

        var step = Math.Max(0.2, Math.Ceiling((top - bottom) / 10 / 0.2) * 0.2);
        for (var share = bottom; share <= top + 0.001; share += step)
        {
            Add(svg, $"<line x1=\"{x(0):0.#}\" y1=\"{y(share):0.#}\" x2=\"{x(1):0.#}\" y2=\"{y(share):0.#}\" stroke=\"#e3e6ea\"/>");
            Add(svg, $"<text x=\"{x(0) - 8:0.#}\" y=\"{y(share) + 4:0.#}\" text-anchor=\"end\" fill=\"#57606a\">{100 * share:0}%</text>");
        }

        const string Axis = "budget (of two models: share of strong calls)";
        Add(svg, $"<text x=\"{x(0.5):0.#}\" y=\"{Height - 14}\" text-anchor=\"middle\" fill=\"#1b1f24\">{Axis}</text>");
        Add(svg, $"<text x=\"{Left}\" y=\"{Top - 8}\" fill=\"#1b1f24\">performance gap recovered</text>");
    }

    private static void Add(StringBuilder text, FormattableString line) => text.AppendLine(FormattableString.Invariant(line));

    private static string Figure(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Shorten(string text) => text.Length <= 90 ? text : text[..90] + "...";

    private static string Text(string text) => WebUtility.HtmlEncode(string.Concat(text.Where(character => !char.IsControl(character))));

    private sealed record Curve(string Name, IReadOnlyList<BudgetPoint> Points, string Colour, string Dash);

    /// <summary>Keeps the names beside the curves' ends apart.</summary>
    private sealed class LabelStack
    {
        private const double LineHeight = 16;
        private readonly List<double> _taken = [];

        public double Place(double wanted)
        {
            while (_taken.Exists(place => Math.Abs(place - wanted) < LineHeight)) wanted += LineHeight;
            _taken.Add(wanted);
            return wanted;
        }
    }
}
