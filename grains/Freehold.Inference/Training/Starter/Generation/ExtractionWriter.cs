using System.Globalization;
using System.Text.Json;

namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>
/// Writes examples of extraction: a message of a few sentences, the fields that are wanted of it, and the JSON object with their values as
/// the message states them, null for those that it does not. Days are given back as ISO 8601 writes them.
/// </summary>
internal sealed class ExtractionWriter(StarterGrammar grammar, bool heldOut)
{
    /// <summary>Stands in instructions for the list of fields.</summary>
    public const string FieldsReference = "fields";

    private const int MaxSentences = 4;

    /// <summary>What can be extracted: name of the value in a message, name of what is written, ways to ask for it, and its JSON type.</summary>
    private static readonly Field[] Fields =
    [
        new("name", "name", ["name", "name", "name", "customer", "customer name", "full name"], "string"),
        new("order", "order", ["order", "order", "order", "order number", "order id"], "string"),
        new("date", "isodate", ["date", "date", "date", "order date", "day"], "string"),
        new("item", "item", ["item", "item", "product"], "string"),
        new("city", "city", ["city", "city", "town", "place"], "string"),
        new("price", "price", ["amount", "price", "total"], "number"),
        new("count", "count", ["quantity", "count", "pieces"], "integer"),
    ];

    private static readonly string[] UsualFields = ["name", "order", "date"];

    /// <summary>The turns of one example, and the schema of its answer.</summary>
    public StarterDialog Write(StarterScene scene)
    {
        var usual = scene.Chance(0.3);
        var (message, stated) = Message(scene, usual);
        var asked = usual ? [.. Fields.Where(field => UsualFields.Contains(field.Value)).Select(field => field with { Spoken = [field.Value] })]
            : Wanted(scene, stated);
        var instruction = Instruction(scene, asked, usual);
        StarterTurn[] prompt = scene.Random.Next(8) switch
        {
            0 or 1 => [new(StarterDialog.System, instruction.TrimEnd(':')), new(StarterDialog.User, message)],
            2 => [new(StarterDialog.User, $"{message}\n{instruction.TrimEnd(':', '.')}.")],
            3 or 4 => [new(StarterDialog.User, $"{instruction}\n{message}")],
            _ => [new(StarterDialog.User, $"{instruction} {message}")],
        };
        var answer = new StarterTurn(StarterDialog.Assistant, Json(scene, asked, stated));
        return new StarterDialog(StarterTask.Extraction, usual ? "usual-fields" : "named-fields", [.. prompt, answer]) { Schema = Schema(asked) };
    }

    private (string Text, HashSet<string> Stated) Message(StarterScene scene, bool usual)
    {
        var (sentences, stated) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var lines = grammar.Find("message")!.Lines.Where(line => heldOut || !line.IsHeldOut).ToArray();
        var wanted = 1 + scene.Random.Next(MaxSentences);
        for (var tries = 0; tries < 100 && sentences.Count < wanted; tries++)
        {
            // The first sentence of a held-out message is one that training never has.
            var line = heldOut && sentences.Count == 0 ? scene.Choose(lines) : scene.Pick(lines);
            var names = line.References.ToArray();
            if (names.Any(stated.Contains) || (usual && tries < 50 && !names.Any(UsualFields.Contains)))
                continue;
            sentences.Add(scene.Expand(line));
            stated.UnionWith(names);
        }

        if (scene.Chance(0.35))
            sentences.Insert(scene.Random.Next(sentences.Count + 1), scene.Draw("chatter"));
        if (!stated.Contains("name") && scene.Chance(0.4))
        {
            sentences.Add(scene.Draw("closing"));
            stated.Add("name");
        }

        return (string.Join(scene.Chance(0.15) ? "\n" : " ", sentences), stated);
    }

    private static List<Field> Wanted(StarterScene scene, HashSet<string> stated)
    {
        var order = Fields.Where(field => stated.Contains(field.Value) ? scene.Chance(0.85) : scene.Chance(0.12)).ToList();
        if (order.Count == 0)
            order.Add(Fields.First(field => stated.Contains(field.Value)));
        for (var i = order.Count - 1; i > 0; i--)
        {
            var other = scene.Random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return [.. order.Select(field => field with { Spoken = [scene.Pick(field.Spoken)] })];
    }

    private static string Instruction(StarterScene scene, List<Field> asked, bool usual)
    {
        if (usual && scene.Chance(0.5))
            return scene.Draw("instructall");
        var asKeys = scene.Chance(0.5);
        var names = asked.Select(field => asKeys ? field.Key : field.Spoken[0]).ToArray();
        scene.Bind(FieldsReference, names.Length > 1 && scene.Chance(0.6)
            ? $"{string.Join(", ", names[..^1])} and {names[^1]}"
            : string.Join(", ", names));
        return scene.Draw("instruct");
    }

    private static string Json(StarterScene scene, List<Field> asked, HashSet<string> stated) =>
        "{" + string.Join(", ", asked.Select(field => $"\"{field.Key}\": {Value(scene, field, stated)}")) + "}";

    private static string Value(StarterScene scene, Field field, HashSet<string> stated)
    {
        if (!stated.Contains(field.Value))
            return "null";
        var value = scene.Values[field.Written];
        return field.Type == "string" ? $"\"{JsonEncodedText.Encode(value)}\"" : value;
    }

    private static string Schema(List<Field> asked)
    {
        var properties = asked.Select(field =>
            string.Create(CultureInfo.InvariantCulture, $"\"{field.Key}\":{{\"type\":[\"{field.Type}\",\"null\"]}}"));
        var required = asked.Select(field => $"\"{field.Key}\"");
        return $"{{\"type\":\"object\",\"properties\":{{{string.Join(',', properties)}}},\"required\":[{string.Join(',', required)}],"
            + "\"additionalProperties\":false}";
    }

    private sealed record Field(string Value, string Written, string[] Spoken, string Type)
    {
        public string Key => Spoken[0].Replace(' ', '_');
    }
}
