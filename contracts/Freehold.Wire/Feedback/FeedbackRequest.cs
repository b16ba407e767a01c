namespace Freehold.Wire.Feedback;

/// <summary>Body of <c>POST /v1/feedback</c>: what the client thinks of an answer. It has a score, a label, or the right answer.</summary>
public sealed record FeedbackRequest
{
    /// <summary>The <c>id</c> of the completion, as the client received it.</summary>
    public required string ResponseId { get; init; }

    /// <summary>From 0 (useless) to 1 (perfect).</summary>
    public double? Score { get; init; }

    /// <summary>A class of the client's own, such as <c>accepted</c>.</summary>
    /// <value>At most <see cref="Requests.RequestLimits.FeedbackLabelChars"/> characters.</value>
    public string? Label { get; init; }

    /// <summary>Free text; at most <see cref="Requests.RequestLimits.FeedbackCommentChars"/>.</summary>
    public string? Comment { get; init; }

    /// <summary>The answer as it should have been; at most <see cref="Requests.RequestLimits.FeedbackAnswerChars"/>.</summary>
    public string? Answer { get; init; }
}
