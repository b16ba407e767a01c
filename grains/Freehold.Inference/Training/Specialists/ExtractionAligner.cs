using Freehold.Inference.Specialists;
using Freehold.Inference.Specialists.Extraction;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Finds the values of an answer in its text: whole tokens, exactly as written; long values first, so that a short one inside a
/// long one does not take its place.</summary>
internal static class ExtractionAligner
{
    public static ExtractionExample Align(string text, IReadOnlyList<ExtractionSchema.Member> answer, ExtractionField[] fields)
    {
        text = text[..Math.Min(text.Length, SpecialistModel.MaxTextLength)];
        var room = new TextToken[ExtractorScratch.MaxTokens];
        var tokens = room[..TextTokenizer.Read(text, room)];
        var values = Array.ConvertAll(fields, field => answer.FirstOrDefault(member => member.Name == field.Name).Value);
        var tags = new int[tokens.Length];
        var isAligned = answer.All(member => member.Value is null || Array.Exists(fields, field => field.Name == member.Name));
        foreach (var field in Enumerable.Range(0, fields.Length).OrderByDescending(field => values[field]?.Length ?? 0))
        {
            // A text without any character is in the text, and cannot be told from one that is missing.
            if (values[field] is { } value && (value.Length == 0 || !TryPlace(text, tokens, value, field + 1, tags)))
                isAligned = false;
        }

        return new ExtractionExample(text, tokens, values, isAligned ? tags : null);
    }

    private static bool TryPlace(string text, TextToken[] tokens, string value, int field, int[] tags)
    {
        for (var from = 0; (from = text.IndexOf(value, from, StringComparison.Ordinal)) >= 0; from++)
        {
            var first = Array.FindIndex(tokens, token => token.Start == from);
            if (first < 0)
                continue;
            var last = Array.FindIndex(tokens, first, token => token.Start + token.Length == from + value.Length);
            if (last < 0 || tags.AsSpan(first, last - first + 1).ContainsAnyExcept(SpanTags.Outside))
                continue;
            tags.AsSpan(first, last - first + 1).Fill(SpanTags.Inside(field));
            tags[first] = SpanTags.Begin(field);
            return true;
        }

        return false;
    }
}
