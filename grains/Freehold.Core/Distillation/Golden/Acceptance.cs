using Freehold.Core.Learning.Rewards;
using Freehold.Core.Policies;

namespace Freehold.Core.Distillation.Golden;

/// <summary>What a candidate is worth: an answer to learn, or why there is none.</summary>
/// <param name="Answer">The answer in its form; null where it is dropped.</param>
/// <param name="Teacher">The teacher's own answer in the same form; what feedback says where the teacher's had no form.</param>
/// <param name="IsVerified">True where feedback vouches for it.</param>
/// <param name="Reason">Why it is dropped, where it is.</param>
internal readonly record struct Acceptance(string? Answer, string Teacher, bool IsVerified, DropReason Reason)
{
    public static Acceptance Drop(DropReason reason) => new(null, "", false, reason);
}

/// <summary>
/// Decides whether an answer is one to learn from. What puts it right takes its place; any objection without that drops it; and something
/// that the policy counts has to speak for it.
/// </summary>
internal sealed class AcceptanceRule(CuratorOptions options)
{
    private readonly AnswerForm _form = new(options);
    private readonly double _reject = Math.Min(0.5, 1 - options.AcceptScore);

    public Acceptance Judge(GoldenCandidate candidate)
    {
        if (!candidate.MayTrain)
        {
            return Acceptance.Drop(DropReason.NotPermitted);
        }

        if (candidate.Source != AnswerSource.Teacher)
        {
            return Acceptance.Drop(DropReason.NotByTeacher);
        }

        if (string.IsNullOrWhiteSpace(candidate.Prompt) || candidate.Prompt.Length > PromptText.MaxChars
            || candidate.Context.Length > PromptText.MaxChars || candidate.Answer.Length > PromptText.MaxChars)
        {
            return Acceptance.Drop(DropReason.Unusable);
        }

        var teacher = _form.Of(candidate.Answer);
        if (options.Accept.HasFlag(AcceptedEvidence.Feedback) && CorrectionOf(candidate) is { } correction)
        {
            return new(correction, teacher ?? "", true, default);
        }

        return Objects(candidate) ? Acceptance.Drop(DropReason.Rejected)
            : teacher is null ? Acceptance.Drop(DropReason.NotInForm)
            : Speaks(candidate, out var isVerified) ? new(teacher, teacher, isVerified, default)
            : Acceptance.Drop(DropReason.NoEvidence);
    }

    /// <summary>The right answer as feedback states it: an edited one, or a label that is a class; null where it states none.</summary>
    private string? CorrectionOf(GoldenCandidate candidate)
    {
        if (candidate.EditedAnswer is { } edited)
        {
            return _form.Of(edited);
        }

        return options.Task == DistillTask.Classification && candidate.FeedbackLabel is { } label && !IsJudgement(label)
            ? _form.Of(label)
            : null;
    }

    /// <summary>Whoever edits an answer objects to it: without a correction that can be learned it is none.</summary>
    private bool Objects(GoldenCandidate candidate) =>
        candidate.RuleVerdict == false
        || candidate.EditedAnswer is not null
        || string.Equals(candidate.FeedbackLabel, RewardSignal.EditedLabel, StringComparison.OrdinalIgnoreCase)
        || candidate.JudgeScore < _reject
        || FeedbackOf(candidate) < _reject;

    private bool Speaks(GoldenCandidate candidate, out bool isVerified)
    {
        isVerified = options.Accept.HasFlag(AcceptedEvidence.Feedback) && FeedbackOf(candidate) >= options.AcceptScore;
        return isVerified
            || (options.Accept.HasFlag(AcceptedEvidence.Judge) && candidate.JudgeScore >= options.AcceptScore)
            || (options.Accept.HasFlag(AcceptedEvidence.Rule) && candidate.RuleVerdict == true);
    }

    /// <summary>How good feedback says the answer was, 0 to 1; null where it does not say.</summary>
    private static double? FeedbackOf(GoldenCandidate candidate) =>
        RewardSignal.OfFeedback(candidate.FeedbackLabel, candidate.FeedbackScore) is { Kind: not RewardSignalKind.Judge } signal
            ? signal.Value ?? RewardWeights.Default.ValueOf(signal.Kind)
            : null;

    private static bool IsJudgement(string label) =>
        label.ToLowerInvariant() is "accepted" or "rejected" or RewardSignal.EditedLabel or "retried" or RewardSignal.JudgeLabel;
}
