using Freehold.Contracts.Learning;
using Freehold.Contracts.Routing;
using Freehold.Core.Calibration;

namespace Freehold.Grains.Routing;

/// <summary>The rules of cascades by one calibration, each made once. Not thread-safe.</summary>
internal sealed class CascadeRules(CalibrationSnapshot calibration)
{
    /// <summary>Most rules that are held; a policy has far fewer.</summary>
    private const int MaxRules = 1_024;

    private readonly Dictionary<(string Id, string? Digest, string? Workload, double Probability, int Samples), CascadeRule> _rules = [];

    public static CascadeRules Empty { get; } = new(CalibrationSnapshot.Empty);

    /// <summary>The calibration's version.</summary>
    public long Version => calibration.Version;

    public static CascadeRules From(CalibrationMessage message) => new(CalibrationSnapshot.FromBytes(message.Snapshot));

    /// <summary>The rule for a candidate's answers.</summary>
    /// <param name="candidate">A model of ours.</param>
    /// <param name="workload">The kind of task; null where not known.</param>
    /// <param name="probability">What the policy asks for, 0 to 1.</param>
    /// <param name="samples">Further answers to draw.</param>
    public CascadeRule For(Candidate candidate, string? workload, double probability, int samples)
    {
        var digest = candidate.AdapterDigest ?? candidate.Digest;
        var key = (candidate.Id, digest, workload, probability, samples);
        if (_rules.TryGetValue(key, out var rule))
        {
            return rule;
        }

        if (_rules.Count == MaxRules)
        {
            _rules.Clear();
        }

        var calibrator = calibration.Find(CalibrationKey.ModelOf(candidate.Id, digest), workload);
        _rules.Add(key, rule = new CascadeRule
        {
            KeepAtProbability = probability,
            KeepAtScore = calibrator.KeepAt(probability),
            CalibrationVersion = calibration.Version,
            Outcomes = calibrator.Outcomes,
            Weights = calibrator.Level == CalibrationLevel.Prior ? [] : calibrator.Model.Weights.ToArray(),
            CurveScores = calibrator.Level == CalibrationLevel.Prior ? [] : calibrator.Curve.Scores.ToArray(),
            CurveProbabilities = calibrator.Level == CalibrationLevel.Prior ? [] : calibrator.Curve.Probabilities.ToArray(),
            Samples = samples,
        });
        return rule;
    }
}
