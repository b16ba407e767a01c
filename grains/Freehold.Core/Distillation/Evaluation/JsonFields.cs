using System.Text.Json;

namespace Freehold.Core.Distillation.Evaluation;

/// <summary>A JSON object as the multiset of its fields: each leaf with its path, elements of an array in any order.</summary>
internal static class JsonFields
{
    /// <summary>Most fields of an answer; one with more counts as none.</summary>
    public const int MaxFields = 10_000;

    /// <summary>The fields with how often each stands; null where the text is no JSON object.</summary>
    public static Dictionary<(string Path, string Value), int>? Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var fields = new Dictionary<(string, string), int>();
            return document.RootElement.ValueKind == JsonValueKind.Object && Add(document.RootElement, "", fields) ? fields : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Harmonic mean of the shares of fields that the one has of the other's; 0 where either is no JSON object, 1 for two empty ones.
    /// </summary>
    public static double F1(string answer, string reference)
    {
        if (Of(answer) is not { } ours || Of(reference) is not { } theirs)
        {
            return 0;
        }

        var all = ours.Values.Sum() + theirs.Values.Sum();
        var common = ours.Sum(field => Math.Min(field.Value, theirs.GetValueOrDefault(field.Key)));
        return all == 0 ? 1 : 2.0 * common / all;
    }

    // No deeper than JsonDocument reads, which is 64 levels.
    private static bool Add(JsonElement element, string path, Dictionary<(string, string), int> fields)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().All(property => Add(property.Value, $"{path}.{property.Name}", fields));
            case JsonValueKind.Array:
                return element.EnumerateArray().All(item => Add(item, $"{path}[]", fields));
            default:
                var field = (path, element.ValueKind == JsonValueKind.String ? element.GetString()!.Trim() : element.GetRawText());
                fields[field] = fields.GetValueOrDefault(field) + 1;
                return fields.Count <= MaxFields;
        }
    }
}
