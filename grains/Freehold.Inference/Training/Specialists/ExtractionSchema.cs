using System.Text.Json;
using Freehold.Inference.Specialists.Extraction;
using Freehold.Inference.Specialists.Files;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Reads the teacher's objects and finds which members they have.</summary>
internal static class ExtractionSchema
{
    /// <summary>Longer answers are no short objects of copied texts.</summary>
    private const int MaxAnswerLength = 1 << 16;

    /// <summary>Share of the answers that have a member which is required.</summary>
    private const double Required = 0.995;

    /// <summary>Members of an answer in its order, null where one is null; null where it is no flat object of texts and numbers.</summary>
    public static List<Member>? Parse(string answer)
    {
        if (answer.Length > MaxAnswerLength)
            return null;
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var members = new List<Member>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (members.Count == Extractor.MaxFields || property.Name.Length > ExtractorFile.MaxNameLength)
                    return null;
                if (property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
                    return null;
                var value = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Number => property.Value.GetRawText(),
                    _ => null,
                };
                members.Add(new Member(property.Name, value, property.Value.ValueKind == JsonValueKind.Number));
            }

            return members;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a character in it.
            return null;
        }
    }

    /// <summary>The members of all answers, in the order in which most of them come.</summary>
    public static ExtractionField[] Fields(IReadOnlyList<List<Member>> answers)
    {
        var seen = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            for (var place = 0; place < answer.Count; place++)
            {
                if (!seen.TryGetValue(answer[place].Name, out var tally))
                    seen[answer[place].Name] = tally = new Tally();
                tally.Add(answer[place], place);
            }
        }

        return [.. seen
            .OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Extractor.MaxFields)
            .OrderBy(pair => (double)pair.Value.Places / pair.Value.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new ExtractionField(
                pair.Key,
                pair.Value.Numbers > pair.Value.Values / 2,
                pair.Value.Count - pair.Value.Values > answers.Count - pair.Value.Count,
                pair.Value.Values >= Required * answers.Count))];
    }

    /// <summary>A member of an answer.</summary>
    /// <param name="Name">Its key.</param>
    /// <param name="Value">Its text, or null.</param>
    /// <param name="IsNumber">It is written as a number.</param>
    public readonly record struct Member(string Name, string? Value, bool IsNumber);

    private sealed class Tally
    {
        public int Count { get; private set; }

        public int Values { get; private set; }

        public int Numbers { get; private set; }

        public long Places { get; private set; }

        public void Add(Member member, int place)
        {
            Count++;
            Places += place;
            Values += member.Value is null ? 0 : 1;
            Numbers += member.IsNumber ? 1 : 0;
        }
    }
}
