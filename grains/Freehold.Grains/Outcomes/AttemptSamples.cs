using Freehold.Contracts.Outcomes;
using Freehold.Core.Outcomes;
using Freehold.Storage.Outcomes;

namespace Freehold.Grains.Outcomes;

/// <summary>What the figures count of an event of the log.</summary>
internal static class AttemptSamples
{
    public static IEnumerable<AttemptSample> Of(LogEvent logged)
    {
        if (logged.Outcome is not { } outcome)
        {
            yield break;
        }

        foreach (var attempt in outcome.Attempts)
        {
            yield return new AttemptSample(
                attempt.Candidate,
                outcome.At,
                attempt.Result is AttemptResult.Answered or AttemptResult.Escalated,
                attempt.Result is AttemptResult.Failed,
                attempt.LatencyMs,
                attempt.Confidence,
                attempt.CostMicroUsd,
                attempt.PromptTokens,
                attempt.CompletionTokens);
        }
    }
}
