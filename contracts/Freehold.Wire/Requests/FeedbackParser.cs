using System.Diagnostics.CodeAnalysis;
using Freehold.Wire.Errors;
using Freehold.Wire.Feedback;
using Freehold.Wire.Json;

namespace Freehold.Wire.Requests;

/// <summary>Reads feedback.</summary>
internal static class FeedbackParser
{
    public static bool TryRead(ref JsonCursor cursor, [NotNullWhen(true)] out FeedbackRequest? request)
    {
        request = null;
        string? responseId = null, label = null, comment = null, answer = null;
        double? score = null;
        while (cursor.NextMember(out var field))
        {
            var ok = field switch
            {
                RequestField.ResponseId => cursor.TryString("response_id", out responseId),
                RequestField.Score => cursor.TryDecimal("score", 0, 1, out score),
                RequestField.Label => TryText(ref cursor, "label", RequestLimits.FeedbackLabelChars, out label),
                RequestField.Comment => TryText(ref cursor, "comment", RequestLimits.FeedbackCommentChars, out comment),
                RequestField.Answer => TryText(ref cursor, "answer", RequestLimits.FeedbackAnswerChars, out answer),
                _ => cursor.Reader.TrySkip(),
            };
            if (!ok) return false;
        }

        if (string.IsNullOrEmpty(responseId)) return cursor.Fail(RequestErrors.Missing("response_id"));
        if (score is null && string.IsNullOrEmpty(label) && string.IsNullOrEmpty(answer)) return cursor.Fail(RequestErrors.Missing("score"));
        request = new FeedbackRequest { ResponseId = responseId, Score = score, Label = label, Comment = comment, Answer = answer };
        return true;
    }

    private static bool TryText(ref JsonCursor cursor, string name, int maximumChars, out string? text)
    {
        if (!cursor.TryOptionalString(name, out text)) return false;
        return text is null || text.Length <= maximumChars || cursor.Fail(RequestErrors.TooLong(name, maximumChars, text.Length));
    }
}
