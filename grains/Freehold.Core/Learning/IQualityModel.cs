using Freehold.Core.Features;

namespace Freehold.Core.Learning;

/// <summary>Expects, for one request, how good the answer of each arm (candidate) will be.</summary>
/// <remarks>Implementations are immutable and safe for any number of threads; <see cref="Estimate"/> allocates nothing.</remarks>
public interface IQualityModel
{
    /// <summary>Number of arms.</summary>
    int Arms { get; }

    /// <summary>Expected quality of each arm's answer, and how sure that is.</summary>
    /// <param name="features">The request.</param>
    /// <param name="mean">Receives [<see cref="Arms"/>] expected qualities, each from 0 to 1.</param>
    /// <param name="deviation">Receives [<see cref="Arms"/>] standard errors of <paramref name="mean"/>: of the estimate, not of one answer.</param>
    /// <exception cref="ArgumentException">A span is shorter than <see cref="Arms"/>.</exception>
    void Estimate(RequestFeatures features, Span<double> mean, Span<double> deviation);
}
