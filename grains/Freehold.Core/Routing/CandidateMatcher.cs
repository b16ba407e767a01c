namespace Freehold.Core.Routing;

/// <summary>A candidate that answers to a name.</summary>
/// <param name="Index">Its place in the list that was searched.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Id">The id to log.</param>
/// <param name="Model">The model to ask for at its place.</param>
internal readonly record struct CandidateMatch(int Index, RoutableCandidate Candidate, string Id, string Model);

/// <summary>Finds who answers to a model name.</summary>
internal static class CandidateMatcher
{
    /// <summary>Everybody whom <c>auto</c> may choose.</summary>
    public static List<CandidateMatch> Automatic(IReadOnlyList<RoutableCandidate> candidates)
    {
        var matches = new List<CandidateMatch>(candidates.Count);
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            if (candidate.Automatic)
            {
                // An upstream that names no model of its own is asked for what the client asked for.
                var model = candidate.Model.Length > 0 ? candidate.Model : RoutePlanner.Auto;
                matches.Add(new(i, candidate, candidate.OpenEnded ? $"{candidate.Id}/{model}" : candidate.Id, model));
            }
        }

        return matches;
    }

    /// <summary>
    /// Those with this id or alias; else the open-ended provider of <c>provider/model</c>; else, for a plain name, every open-ended
    /// provider, because each may know it.
    /// </summary>
    public static List<CandidateMatch> Named(string model, IReadOnlyList<RoutableCandidate> candidates)
    {
        var matches = new List<CandidateMatch>();
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            var answers = candidate.OpenEnded
                ? candidate.Id == model && candidate.Model.Length > 0
                : candidate.Id == model || candidate.Aliases.Contains(model, StringComparer.Ordinal);
            if (answers)
            {
                matches.Add(new(i, candidate, candidate.OpenEnded ? $"{candidate.Id}/{candidate.Model}" : candidate.Id, candidate.Model));
            }
        }

        return matches.Count > 0 ? matches : OpenEnded(model, candidates);
    }

    private static List<CandidateMatch> OpenEnded(string model, IReadOnlyList<RoutableCandidate> candidates)
    {
        var matches = new List<CandidateMatch>();
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        var prefixed = slash > 0 && slash < model.Length - 1;
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            if (!candidate.OpenEnded)
            {
                continue;
            }

            if (prefixed && model.AsSpan(0, slash).SequenceEqual(candidate.Id))
            {
                return [new(i, candidate, model, model[(slash + 1)..])];
            }

            if (model != candidate.Id)
            {
                matches.Add(new(i, candidate, $"{candidate.Id}/{model}", model));
            }
        }

        return matches;
    }
}
