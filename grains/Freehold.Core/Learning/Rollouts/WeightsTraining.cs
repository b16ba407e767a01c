using Freehold.Core.Features;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>Fits weights to logged decisions.</summary>
public static class WeightsTraining
{
    /// <summary>The training draws nothing that matters: a fixed seed makes the same weights of the same decisions.</summary>
    private const int Seed = 1;

    /// <summary>Fits weights that begin with a prior, where all candidates of the decisions are the prior's; else with nothing.</summary>
    /// <param name="decisions">Decisions, each with a reward.</param>
    /// <param name="prior">The operator's prior; null for none.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static (Weights Weights, byte[] Bytes) Fit(
        IReadOnlyList<LoggedDecision> decisions, Weights? prior, CancellationToken cancellationToken)
    {
        var seen = Candidates(decisions);
        var isPriors = prior is not null && seen.All(candidate => prior.ArmOf(candidate) >= 0);
        var candidates = isPriors ? prior!.Candidates : seen;
        var arms = candidates.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        LoggedDecision[] learned = [.. decisions.Where(decision => arms.ContainsKey(decision.Candidate))];
        var quality = new double[learned.Length * candidates.Count];
        Array.Fill(quality, double.NaN); // Only the answer of the candidate that was tried first is known.
        for (var row = 0; row < learned.Length; row++)
        {
            quality[(row * candidates.Count) + arms[learned[row].Candidate]] = learned[row].Signals.Reward!.Value;
        }

        var features = learned.Select(decision => RequestFeatures.FromBytes(decision.Features)).ToArray();
        var rows = new QualityRows(candidates.Count, features, quality);
        var model = QualityTrainer.Train(rows, isPriors ? (QualityModel)prior!.Model : null, Seed, cancellationToken);
        var bytes = WeightsFormat.Write(model, candidates);
        return (WeightsFormat.Read(bytes), bytes);
    }

    /// <summary>Who was tried, the most often tried first where there are too many; in order of their names.</summary>
    private static string[] Candidates(IReadOnlyList<LoggedDecision> decisions) =>
    [
        .. decisions
            .GroupBy(decision => decision.Candidate, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(QualityModel.MaxArms)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal),
    ];
}
