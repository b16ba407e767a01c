using System.Collections.Frozen;
using Freehold.Contracts.Routing;
using Freehold.Core.Routing.Load;

namespace Freehold.Grains.Routing;

/// <summary>
/// Puts the places of a model that is at several in order, by what their workers last said and by what this router has sent since. One a refresh; not
/// thread-safe.
/// </summary>
internal sealed class PlaceSpread
{
    /// <summary>Tokens expected of an answer, where the client set no lower limit.</summary>
    private const int UsualCompletionTokens = 256;

    private readonly FrozenDictionary<(string Place, string Model), PlaceLoad> _loads;
    private readonly Dictionary<(string Place, string Model), int> _sent = [];

    public PlaceSpread(LoadSnapshot load) => _loads = load.Workers
        .SelectMany(worker => worker.Models.Select(model => ((worker.Place, model.Model), Load: ToLoad(model))))
        .ToFrozenDictionary(entry => entry.Item1, entry => entry.Load);

    /// <summary>How long a request would wait for a candidate at its place, in milliseconds; 0 where its worker has not said.</summary>
    public double QueueMs(Candidate candidate) =>
        _loads.TryGetValue(KeyOf(candidate), out var load) ? ExpectedLatency.QueueMs(load) : 0;

    /// <summary>Orders the places within each model, and leaves the order of the models. The first place gets the model's propensity.</summary>
    public void Order(Span<RankedCandidate> ranked, RouteRequest request)
    {
        for (int start = 0, end; start < ranked.Length; start = end)
        {
            var id = ranked[start].Candidate.Id;
            for (end = start + 1; end < ranked.Length && ranked[end].Candidate.Id == id; end++)
            {
            }

            if (end - start > 1)
            {
                OrderPlaces(ranked[start..end], request);
                if (start == 0)
                {
                    var key = KeyOf(ranked[0].Candidate);
                    _sent[key] = _sent.GetValueOrDefault(key) + 1;
                }
            }
        }
    }

    private void OrderPlaces(Span<RankedCandidate> places, RouteRequest request)
    {
        var options = new PlaceOption[places.Length];
        var propensity = 0.0;
        for (var i = 0; i < places.Length; i++)
        {
            var key = KeyOf(places[i].Candidate);
            options[i] = new PlaceOption(key.Place, _loads.TryGetValue(key, out var load) ? load : null, _sent.GetValueOrDefault(key));
            propensity += places[i].Propensity;
        }

        var tokens = request.MaxCompletionTokens > 0 ? Math.Min(request.MaxCompletionTokens, UsualCompletionTokens) : UsualCompletionTokens;
        var isHeld = request.HeldBy == places[0].Candidate.Id;
        var demand = new PlaceDemand(
            request.PromptTokens, tokens, isHeld ? request.HeldAt : null, isHeld ? request.HeldTokens : 0, request.PrefixKey);
        var order = new int[places.Length];
        PlaceChooser.Order(options, demand, Random.Shared.NextDouble(), order);
        var before = places.ToArray();
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = before[order[i]] with { Propensity = i == 0 ? propensity : 0 };
        }
    }

    private static (string Place, string Model) KeyOf(Candidate candidate) => (candidate.Place, candidate.Model);

    private static PlaceLoad ToLoad(ModelLoad model) => new(
        model.WaitingRequests,
        model.ActiveRequests,
        model.MaxActiveRequests,
        model.PrefillTokensPerSecond,
        model.DecodeTokensPerSecond,
        model.ServiceMs);
}
