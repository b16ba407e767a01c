using System.Text;
using System.Text.Json;

namespace Freehold.Core.Backtest.Tables;

/// <summary>
/// Reads a <see cref="RoutingTable"/> from CSV (RFC 4180) or from JSON lines; which of them it is, its first character says.
/// </summary>
public static class RoutingTableReader
{
    /// <summary>Most characters of a line of JSON.</summary>
    public const int MaxLineChars = 4 << 20;

    /// <summary>Reads a table to its end, row by row.</summary>
    /// <exception cref="BacktestInputException">
    /// The table is not what the options say; the message names the place and the remedy.
    /// </exception>
    public static RoutingTable Read(TextReader source, RoutingTableOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var builder = new RoutingTableBuilder(options);
        if (source.Peek() == '{') ReadJsonLines(source, builder, cancellationToken);
        else ReadCsv(source, builder, cancellationToken);
        return builder.Build();
    }

    private static void ReadCsv(TextReader source, RoutingTableBuilder builder, CancellationToken cancellationToken)
    {
        var csv = new CsvReader(source);
        var fields = new List<CsvField>();
        if (!csv.Read(fields)) throw new BacktestInputException("the file is empty; give a table with a header.");
        var header = fields.Select(field => field.Text.Trim()).ToList();
        int[] places = [.. builder.Columns.Select(name => PlaceOf(header, name))];
        var values = new CsvField[places.Length];
        while (csv.Read(fields))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (fields.Count != header.Count)
            {
                throw new BacktestInputException(
                    fields[0].Line,
                    1,
                    $"{fields.Count} fields where the header has {header.Count}; quote the fields that hold commas or line ends.");
            }

            for (var i = 0; i < places.Length; i++) values[i] = fields[places[i]];
            builder.Add(values);
        }
    }

    private static int PlaceOf(List<string> header, string name)
    {
        var place = header.IndexOf(name);
        if (place < 0)
            throw new BacktestInputException(1, 1, $"there is no column '{name}'; the header has {Some(header)}, separated by commas.");
        if (header.LastIndexOf(name) != place)
            throw new BacktestInputException(1, 1, $"column '{name}' is there twice; rename one of them.");
        return place;
    }

    private static void ReadJsonLines(TextReader source, RoutingTableBuilder builder, CancellationToken cancellationToken)
    {
        var columns = builder.Columns;
        var values = new CsvField[columns.Count];
        var lines = new BoundedLineReader(source, MaxLineChars);
        while (lines.Read() is { } text)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                using var document = JsonDocument.Parse(text);
                for (var i = 0; i < values.Length; i++)
                    values[i] = new CsvField(ValueOf(document.RootElement, columns[i], i == 0, lines.Line), lines.Line, 1);
            }
            catch (JsonException wrong)
            {
                var column = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), 0, (int)(wrong.BytePositionInLine ?? 0)).Length + 1;
                throw new BacktestInputException(lines.Line, column, "this is not JSON; write one whole object a line.");
            }

            builder.Add(values);
        }
    }

    private static string ValueOf(JsonElement row, string column, bool required, long line)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new BacktestInputException(line, 1, "this line is no object; write one object a line.");
        if (row.TryGetProperty(column, out var value) && value.ValueKind != JsonValueKind.Null)
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return required
            ? throw new BacktestInputException(
                line, 1, $"there is no '{column}'; the object has {Some(row.EnumerateObject().Select(part => part.Name))}.")
            : "";
    }

    private static string Some(IEnumerable<string> names)
    {
        const int Most = 12;
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(Most).Select(name => $"'{(name.Length <= 40 ? name : name[..40] + "...")}'"));
        return all.Count > Most ? $"{shown} and {all.Count - Most} more" : shown;
    }
}
