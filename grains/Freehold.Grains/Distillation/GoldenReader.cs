using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Distillation;
using Freehold.Core.Distillation.Golden;
using Freehold.Core.Labels;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Policies;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Transcripts;

namespace Freehold.Grains.Distillation;

/// <summary>
/// Reads the exchanges of a workload with everything that is known of their answers, up to a place in the log: the same place and policy give the
/// same exchanges, but for those that were forgotten since.
/// </summary>
internal sealed class GoldenReader(IOutcomeLog log, ITranscriptStore transcripts, OutcomeLogId id, WorkloadPolicy policy)
{
    /// <summary>Most events of the log that a data set is made of: the newest.</summary>
    public const int MaxEvents = 200_000;

    private const int BatchSize = 1_000;

    private readonly AnswerRule _rule = new(policy.Distill);
    private readonly Dictionary<string, Evidence> _evidence = new(StringComparer.Ordinal);

    /// <summary>The exchanges, oldest first, with the turns of each.</summary>
    public async Task<IReadOnlyList<(GoldenCandidate Candidate, Transcript Transcript)>> ReadAsync(long cut, CancellationToken cancellationToken)
    {
        var after = Math.Max(0, cut - MaxEvents);
        await ReadEvidenceAsync(after, cut, cancellationToken);
        var exchanges = new List<(GoldenCandidate, Transcript)>();
        IReadOnlyList<StoredTranscript> page;
        do
        {
            page = await transcripts.ReadAsync(id, policy.Name!, after, BatchSize, cancellationToken);
            foreach (var stored in page.Where(stored => stored.Sequence <= cut))
            {
                if (_evidence.TryGetValue(stored.OutcomeId, out var evidence) && LastQuestion(stored.Transcript) is { } prompt)
                {
                    exchanges.Add((ToCandidate(stored, prompt, evidence), stored.Transcript));
                }
            }

            after = page.Count > 0 ? page[^1].Sequence : after;
        }
        while (page.Count == BatchSize && after < cut);
        return exchanges;
    }

    private async Task ReadEvidenceAsync(long after, long cut, CancellationToken cancellationToken)
    {
        while (after < cut)
        {
            var events = await log.ReadAsync(id, after, (int)Math.Min(BatchSize, cut - after), cancellationToken);
            if (events.Count == 0)
            {
                return;
            }

            foreach (var logged in events)
            {
                Take(logged);
            }

            after = events[^1].Sequence;
        }
    }

    private void Take(LogEvent logged)
    {
        if (logged.Outcome is { } outcome)
        {
            if (outcome.Workload == policy.Name && WorkloadEvents.SourceOf(outcome, policy.Distill) is { } source)
            {
                _evidence[outcome.Id] = new Evidence(outcome.At, outcome.Label, source);
            }
        }
        else if (logged.Feedback is { } feedback && _evidence.TryGetValue(feedback.OutcomeId, out var evidence))
        {
            var isJudge = string.Equals(feedback.Label, RewardSignal.JudgeLabel, StringComparison.OrdinalIgnoreCase);
            _evidence[feedback.OutcomeId] = isJudge
                ? evidence with { JudgeScore = feedback.Score ?? evidence.JudgeScore }
                : evidence with
                {
                    FeedbackScore = feedback.Score ?? evidence.FeedbackScore,
                    FeedbackLabel = feedback.Label ?? evidence.FeedbackLabel,
                    EditedAnswer = feedback.Answer ?? evidence.EditedAnswer,
                };
        }
    }

    private GoldenCandidate ToCandidate(StoredTranscript stored, string prompt, Evidence evidence) => new()
    {
        OutcomeId = stored.OutcomeId,
        At = evidence.At,
        Prompt = prompt,
        Context = stored.Transcript.Turns.Length > 1 ? string.Join('\n', stored.Transcript.Turns.Select(turn => $"{turn.Role}: {turn.Content}")) : "",
        Answer = stored.Transcript.Answer,
        Source = evidence.Source,
        MayTrain = policy.Training.Permits((Label)evidence.Label),
        Label = (Label)evidence.Label,
        FeedbackScore = evidence.FeedbackScore,
        FeedbackLabel = evidence.FeedbackLabel,
        EditedAnswer = evidence.EditedAnswer,
        JudgeScore = evidence.JudgeScore,
        RuleVerdict = _rule.Verdict(stored.Transcript.Answer),
    };

    private static string? LastQuestion(Transcript transcript) => Array.FindLast(transcript.Turns, turn => turn.Role == "user")?.Content;

    private sealed record Evidence(
        DateTimeOffset At,
        SensitivityLabel Label,
        AnswerSource Source,
        double? FeedbackScore = null,
        string? FeedbackLabel = null,
        double? JudgeScore = null,
        string? EditedAnswer = null);
}
