using System.Text.Json;

namespace Freehold.Core.Labels.Evaluation;

/// <summary>A text and the spans that people marked in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Spans">The spans; kinds that Freehold does not know are <see cref="SensitiveKind.None"/>.</param>
public sealed record EvaluationText(string Text, IReadOnlyList<SensitiveSpan> Spans);

/// <summary>
/// Reads texts with marked spans: a JSON array of <c>{full_text, spans: [{entity_type, start_position, end_position}]}</c>, the form of
/// Presidio's research sets; other members are passed over.
/// </summary>
public static class EvaluationSet
{
    private const int MostTexts = 1_000_000;

    /// <exception cref="FormatException">The file is not of this form; the message says which item and what.</exception>
    public static IReadOnlyList<EvaluationText> Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) throw new FormatException("More follows after the array of texts.");
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array) throw new FormatException($"An array of texts is needed; this is {Name(root)}.");
            if (root.GetArrayLength() is 0 or > MostTexts)
                throw new FormatException($"The array has {root.GetArrayLength()} texts; 1 to {MostTexts} can be measured.");
            return [.. root.EnumerateArray().Select(Text)];
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"This is no JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}.", malformed);
        }
    }

    private static EvaluationText Text(JsonElement item, int index)
    {
        var where = $"Text {index}";
        if (item.ValueKind != JsonValueKind.Object) throw new FormatException($"{where} is {Name(item)}, not an object.");
        if (!item.TryGetProperty("full_text", out var text) || text.ValueKind != JsonValueKind.String)
            throw new FormatException($"{where} has no string 'full_text'.");
        if (!item.TryGetProperty("spans", out var spans) || spans.ValueKind != JsonValueKind.Array)
            throw new FormatException($"{where} has no array 'spans'; a text without any has an empty one.");
        var value = text.GetString()!;
        return new EvaluationText(value, [.. spans.EnumerateArray().Select((span, i) => Span(span, value, $"{where}, span {i},"))]);
    }

    private static SensitiveSpan Span(JsonElement span, string text, string where)
    {
        if (span.ValueKind != JsonValueKind.Object || !span.TryGetProperty("entity_type", out var kind)
            || kind.ValueKind != JsonValueKind.String)
            throw new FormatException($"{where} has no string 'entity_type'.");
        int start = Position(span, "start_position", where), end = Position(span, "end_position", where);
        if (start < 0 || end <= start || CharsOf(text, start, end) is not var (from, until))
            throw new FormatException($"{where} goes from {start} to {end}, which is not within its text.");
        return new SensitiveSpan(from, until - from, KindNames.Find(kind.GetString()!));
    }

    private static int Position(JsonElement span, string name, string where) =>
        span.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var position)
            ? position
            : throw new FormatException($"{where} has no whole number '{name}'.");

    // The file counts characters of Unicode, as Python does; a string of .NET holds some of them in two.
    private static (int From, int Until)? CharsOf(string text, int start, int end)
    {
        int point = 0, at = 0, from = -1;
        while (point < end && at < text.Length)
        {
            if (point++ == start) from = at;
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }

        return point == end && from >= 0 ? (from, at) : null;
    }

    private static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "true, false or null",
    };
}
