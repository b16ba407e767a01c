namespace Freehold.Wire.Requests;

/// <summary>Bounds of request fields, as OpenAI documents them unless said otherwise.</summary>
public static class RequestLimits
{
    /// <summary>Highest sampling temperature.</summary>
    public const double Temperature = 2;

    /// <summary>Largest size of either penalty.</summary>
    public const double Penalty = 2;

    /// <summary>Largest repetition penalty; a bound of ours.</summary>
    public const double RepetitionPenalty = 10;

    /// <summary>Most choices per request.</summary>
    public const int Choices = 128;

    /// <summary>Most candidates of a legacy completion.</summary>
    public const int BestOf = 20;

    /// <summary>Most stop sequences.</summary>
    public const int StopSequences = 4;

    /// <summary>Most alternatives per token in chat.</summary>
    public const int TopLogprobs = 20;

    /// <summary>Most log-probabilities per token of a legacy completion.</summary>
    public const int CompletionLogprobs = 5;

    /// <summary>Largest size of a logit's bias.</summary>
    public const double LogitBias = 100;

    /// <summary>Most biased logits; a bound of ours.</summary>
    public const int LogitBiasEntries = 1024;

    /// <summary>Most pairs of metadata.</summary>
    public const int MetadataPairs = 16;

    /// <summary>Most prompts of a legacy completion; a bound of ours.</summary>
    public const int Prompts = 2048;

    /// <summary>Longest label of feedback, in characters; a bound of ours.</summary>
    public const int FeedbackLabelChars = 64;

    /// <summary>Longest comment of feedback, in characters; a bound of ours.</summary>
    public const int FeedbackCommentChars = 4096;

    /// <summary>Longest right answer that feedback states, in characters; a bound of ours.</summary>
    public const int FeedbackAnswerChars = 8192;
}
