using Freehold.Contracts.Outcomes;
using Freehold.Core.Calibration;

namespace Freehold.Grains.Tests.Support;

/// <summary>Answers of a local model with feedback: those that it is sure of are right, and no others.</summary>
internal static class Answers
{
    public static async Task AppendAsync(House house, string tenant, int count)
    {
        var log = house.Grains.GetGrain<IOutcomeLogGrain>($"{tenant}/0");
        for (var i = 0; i < count; i++)
        {
            var outcome = Some.Outcome(tenant, $"o{i}", house.Cluster.Time.GetUtcNow());
            var sure = i % 2 == 0;
            await log.AppendAsync(
                outcome with
                {
                    Workload = "triage",
                    ModelDigest = "abc",
                    Attempts = [outcome.Attempts[0] with { Signals = Signals(sure).ToBytes() }],
                },
                default);
            await log.AppendFeedbackAsync(Opinion($"f{i}", $"o{i}", sure ? 1 : 0), default);
        }
    }

    public static AnswerSignals Signals(bool sure) =>
        new() { Tokens = 20, MeanLogProb = sure ? -0.05 : -1.2, MeanMargin = sure ? 3 : 0.4, EndedByItself = true };

    public static Feedback Opinion(string id, string outcome, double score) =>
        new() { Id = id, OutcomeId = outcome, KeyId = "key", At = DateTimeOffset.UnixEpoch, Score = score };
}
