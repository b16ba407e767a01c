namespace Freehold.Wire.Feedback;

/// <summary>Answer of <c>POST /v1/feedback</c>: the feedback is in the outcome log.</summary>
/// <param name="ResponseId">The response that it is about.</param>
/// <param name="Created">When it was logged, in Unix seconds.</param>
public sealed record FeedbackReceipt(string ResponseId, long Created)
{
    /// <summary>Always <c>feedback</c>.</summary>
    public string Object { get; init; } = "feedback";
}
