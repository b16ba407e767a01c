using System.Collections.Frozen;
using Freehold.Core.Features;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>A version of the learned weights: a model of quality, and whose quality its arms are. Immutable.</summary>
public sealed class Weights
{
    private readonly FrozenDictionary<string, int> _arms;

    /// <summary>Names the arms of a model.</summary>
    /// <exception cref="ArgumentException">There is not one candidate for each arm.</exception>
    public Weights(string id, IQualityModel model, IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count != model.Arms)
        {
            throw new ArgumentException($"A model of {model.Arms} arms needs as many candidates, not {candidates.Count}.", nameof(candidates));
        }

        (Id, Model, Candidates) = (id, model, candidates);
        _arms = candidates.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>The version's id.</summary>
    public string Id { get; }

    /// <summary>The model of quality.</summary>
    public IQualityModel Model { get; }

    /// <summary>The candidate of each arm.</summary>
    public IReadOnlyList<string> Candidates { get; }

    /// <summary>The arm of a candidate; -1 where nothing was learned of it.</summary>
    public int ArmOf(string candidate) => _arms.GetValueOrDefault(candidate, -1);

    /// <summary>Expects the quality of each arm of a logged decision; no number where nothing was learned of it.</summary>
    public void Estimate(LoggedDecision decision, Span<double> mean, Span<double> deviation)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Span<double> means = stackalloc double[Model.Arms];
        Span<double> deviations = stackalloc double[Model.Arms];
        Model.Estimate(RequestFeatures.FromBytes(decision.Features), means, deviations);
        for (var i = 0; i < decision.Arms.Length; i++)
        {
            var arm = ArmOf(decision.Arms[i].Candidate);
            (mean[i], deviation[i]) = arm < 0 ? (double.NaN, double.NaN) : (means[arm], deviations[arm]);
        }
    }
}
