using Freehold.Core.Features;
using Freehold.Core.Learning;

namespace Freehold.Core.Routing;

/// <summary>Expects the quality of candidates by learned weights.</summary>
/// <param name="Version">The version of the weights.</param>
/// <param name="Model">The model.</param>
/// <param name="ArmOf">The arm of a candidate by its id; -1 where nothing was learned of it.</param>
public sealed record QualitySource(string Version, IQualityModel Model, Func<string, int> ArmOf);

/// <summary>
/// Everybody who could answer, and what is known of them at one moment. Immutable; decisions of any number of threads are made from it.
/// </summary>
public sealed class RoutingTable
{
    /// <summary>Most arms whose qualities are kept on the caller's stack.</summary>
    internal const int MaxStackArms = 256;

    private readonly Func<string, CandidateRecord> _records;

    /// <param name="candidates">All candidates, in order of preference among equals; places of one model stand side by side.</param>
    /// <param name="records">What a candidate did lately, by the id it is logged under.</param>
    /// <param name="quality">Expects quality; null where nothing was learned.</param>
    public RoutingTable(IReadOnlyList<RoutableCandidate> candidates, Func<string, CandidateRecord> records, QualitySource? quality = null)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(records);
        (Candidates, _records, Quality) = (candidates, records, quality);
        Automatic = [.. CandidateMatcher.Automatic(candidates).Select(Know)];
    }

    /// <summary>All candidates.</summary>
    public IReadOnlyList<RoutableCandidate> Candidates { get; }

    /// <summary>Expects quality; null where nothing was learned.</summary>
    public QualitySource? Quality { get; }

    /// <summary>Everybody whom <c>auto</c> may choose.</summary>
    internal KnownCandidate[] Automatic { get; }

    /// <summary>Everybody who answers to a name.</summary>
    internal KnownCandidate[] Named(string model) => [.. CandidateMatcher.Named(model, Candidates).Select(Know)];

    /// <summary>Fills in the expected quality of each arm; false where nothing is known of the request.</summary>
    internal bool TryEstimate(RequestFeatures? features, Span<double> mean, Span<double> deviation)
    {
        if (Quality is null || features is null)
        {
            return false;
        }

        Quality.Model.Estimate(features, mean, deviation);
        return true;
    }

    private KnownCandidate Know(CandidateMatch match) => new(match, _records(match.Id), Quality?.ArmOf(match.Id) ?? -1);
}

/// <summary>A candidate that answers to a name, with what is known of it.</summary>
/// <param name="Match">The candidate.</param>
/// <param name="Record">What it did lately.</param>
/// <param name="Arm">Its arm of the quality model; -1 for none.</param>
internal readonly record struct KnownCandidate(CandidateMatch Match, CandidateRecord Record, int Arm);
