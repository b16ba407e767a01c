using System.Text;
using System.Text.Json;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>A set of requests with the right answer to each: what is sent to learn from, and what is asked afterwards.</summary>
/// <param name="Train">Texts and labels, those out of scope among them.</param>
/// <param name="Live">Texts that are asked while a student is tried out; in no other part where the file has enough.</param>
/// <param name="Test">Texts in scope that are in no other part.</param>
/// <param name="OutOfScope">Texts out of scope that are in no other part.</param>
internal sealed record IntentSet(LabelledText[] Train, LabelledText[] Live, LabelledText[] Test, LabelledText[] OutOfScope)
{
    /// <summary>The label of what is out of scope.</summary>
    public const string OutOfScopeLabel = "oos";

    private static readonly string[] NamesOfOutOfScope = [OutOfScopeLabel, "out_of_scope", "none", "unknown"];

    public string[] Labels { get; } = [.. Train.Select(text => text.Label).Where(label => label != OutOfScopeLabel)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Reads CLINC150's JSON (parts train, val, test and the same of oos_) or a CSV of <c>text,label</c>, of which a fifth is the test.
    /// </summary>
    /// <exception cref="UsageException">The file is absent or neither.</exception>
    public static IntentSet Read(string path, ulong seed)
    {
        if (!File.Exists(path))
            throw new UsageException($"--data names '{path}', which is not there.");
        try
        {
            return path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(path, seed) : ReadJson(path);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new UsageException($"{path} is neither JSON with the parts train and test nor a CSV of text,label: {malformed.Message}");
        }
    }

    private static IntentSet ReadJson(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        LabelledText[] train = [.. Part("train"), .. Part("oos_train")], live = [.. Part("val"), .. Part("oos_val")];
        return new IntentSet(train, live.Length > 0 ? live : train, Part("test"), Part("oos_test"));

        LabelledText[] Part(string name) => json.RootElement.TryGetProperty(name, out var part)
            ? [.. part.EnumerateArray().Select(pair => new LabelledText(pair[0].GetString()!, pair[1].GetString()!))]
            : [];
    }

    private static IntentSet ReadCsv(string path, ulong seed)
    {
        var rows = CsvRows(File.ReadAllText(path)).Where(row => row.Count >= 2)
            .Select(row => new LabelledText(row[0], Canonical(row[1]))).ToList();
        if (rows.Count > 0 && rows[0].Text.Equals("text", StringComparison.OrdinalIgnoreCase))
            rows.RemoveAt(0);
        var isTest = rows.ToLookup(row => TextChance.Of(row.Text, seed, "split") < 0.2);
        LabelledText[] train = [.. isTest[false]];
        var tests = isTest[true].ToLookup(row => row.Label == OutOfScopeLabel);
        return new IntentSet(train, train, [.. tests[false]], [.. tests[true]]);
    }

    private static string Canonical(string label) =>
        NamesOfOutOfScope.Contains(label, StringComparer.OrdinalIgnoreCase) ? OutOfScopeLabel : label;

    // RFC 4180: fields may be quoted, with quotes doubled and line ends inside.
    private static IEnumerable<List<string>> CsvRows(string csv)
    {
        var (row, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            var sign = csv[i];
            if (isQuoted && sign == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                field.Append(csv[i++]);
            else if (sign == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || sign is not (',' or '\n' or '\r'))
                field.Append(sign);
            else if (sign != '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (sign == ',')
                    continue;
                yield return row;
                row = [];
            }
        }

        if (field.Length > 0 || row.Count > 0)
            yield return [.. row, field.ToString()];
    }
}

/// <summary>A request and the right answer to it.</summary>
internal sealed record LabelledText(string Text, string Label);
