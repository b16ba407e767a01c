using System.Globalization;
using System.Text.Json;

namespace Freehold.Benchmarks;

/// <summary>The figures of a run: a table for people, then one JSON object on the last line for machines.</summary>
internal sealed class Report(string benchmark)
{
    private readonly List<(string Name, double Value, string Note)> _figures = [];

    /// <summary>Adds a figure. Its name carries its unit, as in <c>added_p50_ms</c>.</summary>
    public void Add(string name, double value, string note = "") => _figures.Add((name, value, note));

    /// <summary>Adds the median of several rounds, with the least and the most as a note.</summary>
    public void AddMedian(string name, IReadOnlyCollection<double> rounds, string note = "") =>
        Add(name, Median(rounds), $"{note}{(note.Length > 0 ? "; " : "")}{rounds.Count} rounds, {Text(rounds.Min())} to {Text(rounds.Max())}");

    /// <summary>The middle value; of two middle ones the mean.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Prints the table and the JSON line.</summary>
    public void Print(TextWriter output)
    {
        var width = _figures.Max(figure => figure.Name.Length);
        foreach (var (name, value, note) in _figures)
        {
            output.WriteLine($"{name.PadRight(width)}  {Text(value),14}  {note}");
        }

        var json = new Dictionary<string, object> { ["benchmark"] = benchmark };
        foreach (var (name, value, _) in _figures)
        {
            json[name] = Math.Round(value, 3);
        }

        output.WriteLine(JsonSerializer.Serialize(json));
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : "N3", CultureInfo.InvariantCulture);
}
