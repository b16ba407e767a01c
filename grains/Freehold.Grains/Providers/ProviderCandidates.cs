using Freehold.Contracts.Routing;
using Freehold.Grains.Routing;

namespace Freehold.Grains.Providers;

/// <summary>
/// Offers the models of every configured provider. Where its options list models, those and no others; else those the
/// upstream lists, and any other name too, since the upstream knows best what it serves.
/// </summary>
public sealed class ProviderCandidates(ProviderDirectory directory, ProviderModelLister lister) : ICandidateSource
{
    /// <inheritdoc/>
    /// <remarks>The same on every silo: all of them have the same providers, and the catalog shall hold each one once.</remarks>
    public string Owner => "providers";

    /// <inheritdoc/>
    public async ValueTask<Candidate[]> GetCandidatesAsync(CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(directory.All.Select(endpoint => OfAsync(endpoint, cancellationToken)));
        return [.. lists.SelectMany(list => list).Take(ICatalogGrain.MaxCandidatesPerOwner)];
    }

    private async Task<IEnumerable<Candidate>> OfAsync(ProviderEndpoint endpoint, CancellationToken cancellationToken)
    {
        var configured = endpoint.Options.Models.Keys.Order(StringComparer.Ordinal).ToArray();
        if (configured.Length > 0)
        {
            var chosen = endpoint.Options.DefaultModel ?? configured[0];
            return configured.Select(model => ToCandidate(endpoint, model, chosen));
        }

        var listed = await lister.ListAsync(endpoint, cancellationToken);
        var preferred = endpoint.Options.DefaultModel ?? (listed.Count > 0 ? listed[0] : null);
        return listed.Select(model => ToCandidate(endpoint, model, preferred)).Append(OpenEnded(endpoint, preferred, listed));
    }

    private static Candidate ToCandidate(ProviderEndpoint endpoint, string model, string? preferred) => Priced(endpoint, model, new Candidate
    {
        Id = $"{endpoint.Name}/{model}",
        Kind = CandidateKind.Provider,
        Zone = endpoint.Options.Zone,
        Place = endpoint.Name,
        Model = model,
        Aliases = model == preferred && endpoint.Options.Models.Count > 0 ? [model, endpoint.Name] : [model],
        Automatic = endpoint.Options.Automatic && model == preferred,
    });

    private static Candidate OpenEnded(ProviderEndpoint endpoint, string? preferred, IReadOnlyList<string> listed) =>
        Priced(endpoint, preferred ?? "", new Candidate
        {
            Id = endpoint.Name,
            Kind = CandidateKind.Provider,
            Zone = endpoint.Options.Zone,
            Place = endpoint.Name,
            Model = preferred ?? "",
            Automatic = endpoint.Options.Automatic && (preferred is null || !listed.Contains(preferred)),
            OpenEnded = true,
        });

    private static Candidate Priced(ProviderEndpoint endpoint, string model, Candidate candidate)
    {
        var price = endpoint.PriceOf(model);
        return candidate with
        {
            PromptMicroUsdPerMillion = price.PromptMicroUsdPerMillion,
            CompletionMicroUsdPerMillion = price.CompletionMicroUsdPerMillion,
        };
    }
}
