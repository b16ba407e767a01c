using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Distillation.Golden;

/// <summary>Exchanges for tests.</summary>
internal static class Candidates
{
    /// <summary>Many enough that none of them is in a tenth of the prompts, or it would count as part of a template.</summary>
    private static readonly string[] Words =
        [.. from a in "bdfklm" from b in "aeio" from c in "nprstz" select $"{a}{b}{c}u{a}{c}"];

    public static CuratorOptions ByRule { get; } = new() { Accept = AcceptedEvidence.Rule };

    public static GoldenCandidate Of(string prompt, string answer, string? id = null, int minute = 0) => new()
    {
        OutcomeId = id ?? $"{prompt}/{answer}/{minute}",
        At = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute),
        Prompt = prompt,
        Answer = answer,
        Source = AnswerSource.Teacher,
        MayTrain = true,
        RuleVerdict = true,
    };

    /// <summary>Distinct prompts of a few words in some classes; some of them nearly the same.</summary>
    public static List<GoldenCandidate> Draw(int seed, int count, int classes = 5)
    {
        var random = new Random(seed);
        var candidates = new List<GoldenCandidate>(count);
        var text = "";
        for (var i = 0; i < count; i++)
        {
            text = i > 0 && random.NextDouble() < 0.3
                ? $"{text} {(char)('a' + random.Next(3))}"
                : string.Join(' ', Enumerable.Range(0, random.Next(5, 10)).Select(_ => Words[random.Next(Words.Length)]));
            candidates.Add(Of(text, $"class-{random.Next(classes)}", $"o-{seed}-{i}", i));
        }

        return candidates;
    }
}
