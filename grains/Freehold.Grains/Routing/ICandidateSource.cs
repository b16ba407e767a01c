using Freehold.Contracts.Routing;

namespace Freehold.Grains.Routing;

/// <summary>Something on this silo that offers candidates to the catalog.</summary>
public interface ICandidateSource
{
    /// <summary>Under whose name they are announced; unique in the installation.</summary>
    string Owner { get; }

    /// <summary>What it offers now. May look outside first; then it is quick, or gives what it knows.</summary>
    ValueTask<Candidate[]> GetCandidatesAsync(CancellationToken cancellationToken);
}
