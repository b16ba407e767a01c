using System.Text.Json;
using Freehold.Core.Distillation.Golden;
using Freehold.Testing;

namespace Freehold.Core.Tests.Distillation.Golden;

/// <summary>Real questions with answers of a teacher that errs.</summary>
public class ClincTests
{
    [Fact]
    public void Of_real_questions_nearly_all_are_kept_and_no_more_errors_than_there_were()
    {
        if (RepositoryPaths.SharedData("intents", "clinc150.json") is not { } path)
        {
            Assert.Skip(RepositoryPaths.MissingSharedData("intents/clinc150.json"));
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var random = new Random(9);
        var truth = new Dictionary<string, string>();
        var candidates = new List<GoldenCandidate>();
        var pairs = document.RootElement.GetProperty("val").EnumerateArray()
            .Select(pair => (Text: pair[0].GetString()!, Intent: pair[1].GetString()!)).ToArray();
        foreach (var (text, intent) in pairs)
        {
            var id = $"clinc-{candidates.Count}";
            truth[id] = intent;
            candidates.Add(Candidates.Of(text, random.NextDouble() < 0.05 ? pairs[random.Next(pairs.Length)].Intent : intent, id));
        }

        var set = GoldenCurator.Curate(candidates, Candidates.ByRule);
        var kept = set.Train.Concat(set.Calibration).Concat(set.Eval).ToArray();

        Assert.InRange(kept.Length, 0.95 * candidates.Count, candidates.Count);
        Assert.InRange(kept.Count(example => example.Answer != truth[example.OutcomeId]) / (double)kept.Length, 0.02, 0.055);
        Assert.Equal(150, set.Report.Classes.Count);
    }
}
