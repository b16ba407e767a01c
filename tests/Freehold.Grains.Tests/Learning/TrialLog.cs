using Freehold.Contracts.Outcomes;
using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Learning;

/// <summary>
/// A log in which two candidates were tried evenly: <c>good</c> is right nine times of ten, <c>bad</c> once. A function of the numbers of its
/// decisions, so that two houses can have the same one.
/// </summary>
internal static class TrialLog
{
    public const string Policy = """
        default_label: internal
        zones:
          internal: [any]
        objective:
          prefer: quality
        exploration: 0.1
        """;

    public static async Task AppendAsync(House house, string tenant, int from, int count, string? version = null, bool isGoodRight = true)
    {
        var log = OutcomeLogId.Parse($"{tenant}/0");
        for (var i = from; i < from + count; i++)
        {
            var random = new Random(i);
            var model = random.Next(2) == 0 ? "good" : "bad";
            var isRight = random.NextDouble() < (model == "good" == isGoodRight ? 0.9 : 0.1);
            await house.Log.AppendAsync(log, Decision(tenant, i, model, version), default);
            await house.Log.AppendFeedbackAsync(log, Judged(i, isRight), default);
        }
    }

    private static Outcome Decision(string tenant, int number, string model, string? version) => Some.Outcome(tenant, $"o{number}", At(number), model: model) with
    {
        KeyId = $"key{number}", // Nobody asks twice.
        Features = FeatureExtractor.Extract(Prompt(number), new FeatureContext()).ToBytes(),
        WeightsVersion = version,
        Model = model,
        Candidates =
        [
            new ConsideredCandidate { Id = "bad", Allowed = true, Reason = "", Propensity = 0.5, ExpectedCostMicroUsd = 20 },
            new ConsideredCandidate { Id = "good", Allowed = true, Reason = "", Propensity = 0.5, ExpectedCostMicroUsd = 10 },
        ],
    };

    private static Feedback Judged(int number, bool isRight) => new()
    {
        Id = $"f{number}",
        OutcomeId = $"o{number}",
        KeyId = "judge",
        At = At(number),
        Label = RewardSignal.JudgeLabel,
        Score = isRight ? 1 : 0,
    };

    private static string Prompt(int number) =>
        string.Join(' ', Enumerable.Range(0, 6).Select(word => Words[((number * 7) + (word * word * 3)) % Words.Length]));

    private static readonly string[] Words =
        ["invoice", "parcel", "refund", "order", "ticket", "delivery", "customer", "warranty", "shipping", "receipt", "return", "complaint", "label"];

    private static DateTimeOffset At(int number) => DateTimeOffset.UnixEpoch.AddMinutes(number);
}
