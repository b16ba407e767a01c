using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Redaction;

namespace Freehold.Core.Distillation.Golden;

/// <summary>Makes a golden set of exchanges: what may be learned from, once each, without contradictions, split for good.</summary>
/// <remarks>
/// Deterministic: the same candidates and options make the same set, in whatever order they come. An example that is in eval is there in
/// every later set that holds it, so that no student is measured by what an earlier one was trained on. Linear in the candidates and their
/// texts. Thread-safe.
/// </remarks>
public static class GoldenCurator
{
    /// <summary>Most candidates of one call.</summary>
    public const int MaxCandidates = 500_000;

    /// <summary>Makes the set.</summary>
    /// <param name="candidates">At most <see cref="MaxCandidates"/>; no two of the same outcome.</param>
    /// <param name="options">The policy.</param>
    /// <param name="cancellationToken">Looked at from example to example.</param>
    /// <exception cref="ArgumentException">There are too many candidates, or the shares to hold out leave nothing to train on.</exception>
    public static GoldenSet Curate(
        IReadOnlyList<GoldenCandidate> candidates, CuratorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(options);
        if (candidates.Count > MaxCandidates)
        {
            throw new ArgumentException(
                $"There are {candidates.Count} candidates, and {MaxCandidates} is the most: give the newest.",
                nameof(candidates));
        }

        if (!(options.EvalShare is > 0 and <= 0.4 && options.CalibrationShare is > 0 and <= 0.4))
        {
            throw new ArgumentException(
                $"The shares to hold out are {options.EvalShare} and {options.CalibrationShare}; each lies above 0 and is at most 0.4.",
                nameof(options));
        }

        var dropped = new DropLog();
        var merged = new ExactMerge(options, dropped).Merge(Accept(candidates, options, dropped, cancellationToken));
        var near = new NearFilter(options, dropped, cancellationToken).Filter(GoldenParts.Split(merged, options));
        var hasClasses = options.Task == DistillTask.Classification;
        var (parts, rare) = new ClassBalance(options, dropped).Bound(near, hasClasses);
        return new(
            ToExamples(parts.Train),
            ToExamples(parts.Calibration),
            ToExamples(parts.Eval),
            Report(candidates.Count, parts, dropped, rare, hasClasses));
    }

    private static List<GoldenEntry> Accept(
        IReadOnlyList<GoldenCandidate> candidates, CuratorOptions options, DropLog dropped, CancellationToken cancellationToken)
    {
        var (rule, personalData) = (new AcceptanceRule(options), new PersonalDataCheck(new OneWayRedactor(new TextAnalyzer()), options));
        var accepted = new List<GoldenEntry>();
        foreach (var candidate in candidates.OrderBy(candidate => candidate.OutcomeId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var acceptance = rule.Judge(candidate);
            var example = acceptance.Answer is { } answer
                ? personalData.Clean(new GoldenExample
                {
                    OutcomeId = candidate.OutcomeId,
                    Prompt = candidate.Prompt,
                    Context = candidate.Context,
                    Answer = answer,
                    TeacherAnswer = acceptance.Teacher,
                    IsVerified = acceptance.IsVerified,
                    Label = candidate.Label,
                })
                : null;
            if (example is not null)
            {
                accepted.Add(new GoldenEntry(example, candidate.At));
            }
            else
            {
                dropped.Add(acceptance.Answer is null ? acceptance.Reason : DropReason.PersonalData, candidate.OutcomeId);
            }
        }

        return accepted;
    }

    private static GoldenReport Report(int candidates, GoldenParts parts, DropLog dropped, List<string> rare, bool hasClasses)
    {
        var verified = parts.All.Where(entry => entry.Example.IsVerified).ToArray();
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var part = 0;
        foreach (var entries in hasClasses ? [parts.Train, parts.Calibration, parts.Eval] : Array.Empty<List<GoldenEntry>>())
        {
            foreach (var name in entries.Select(entry => entry.Example.Answer))
            {
                (counts.TryGetValue(name, out var count) ? count : counts[name] = new int[3])[part]++;
            }

            part++;
        }

        return new GoldenReport
        {
            Candidates = candidates,
            Train = parts.Train.Count,
            Calibration = parts.Calibration.Count,
            Eval = parts.Eval.Count,
            Verified = verified.Length,
            Corrected = verified.Count(entry => entry.Example.TeacherAnswer != entry.Example.Answer),
            Dropped = dropped.ToList(),
            Classes =
            [
                .. counts.Select(pair => new ClassCount(pair.Key, pair.Value[0], pair.Value[1], pair.Value[2]))
                    .OrderByDescending(each => each.Train + each.Calibration + each.Eval)
                    .ThenBy(each => each.Class, StringComparer.Ordinal),
            ],
            RareClasses = rare,
        };
    }

    private static GoldenExample[] ToExamples(List<GoldenEntry> entries) => [.. entries.Select(entry => entry.Example)];
}
