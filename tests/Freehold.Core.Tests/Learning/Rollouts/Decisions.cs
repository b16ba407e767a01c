using Freehold.Core.Features;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Core.Tests.Learning.Rollouts;

/// <summary>Logged decisions that tests need and do not care about in every detail.</summary>
internal static class Decisions
{
    public static LoggedDecision One(int number, string? prompt = null, string? workload = null) => new(
        $"o{number}",
        number,
        At(number),
        "key",
        workload,
        FeatureExtractor.Extract(prompt ?? $"question {new string((char)('a' + (number % 26)), 3)} {number / 26}", new FeatureContext(workload)).ToBytes(),
        [new("a", 0.9), new("b", 0.1)],
        0,
        null);

    public static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
