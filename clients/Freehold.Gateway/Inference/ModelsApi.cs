using System.Text.Json;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Json;
using Freehold.Wire.Models;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary><c>GET /v1/models</c>.</summary>
internal sealed class ModelsApi(IGrainFactory grains, TimeProvider time)
{
    private readonly long _startedAt = time.GetUtcNow().ToUnixTimeSeconds();

    public async Task ListAsync(HttpContext context, Principal principal)
    {
        var catalog = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetNewerAsync(-1, context.RequestAborted)
            ?? CatalogSnapshot.Empty;
        var usable = catalog.Candidates.Where(candidate => candidate.Unavailable is null).ToArray();
        IEnumerable<ModelEntry> auto = usable.Any(candidate => candidate.Automatic)
            ? [new ModelEntry(RouteRequest.AutoModel, _startedAt, "freehold")]
            : [];
        var models = auto
            .Concat(usable.Where(candidate => !candidate.OpenEnded || candidate.Model.Length > 0).Select(ToEntry))
            .DistinctBy(model => model.Id);
        await context.WriteJsonAsync(
            StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(new ModelList([.. models]), WireJsonContext.Default.ModelList));
    }

    private ModelEntry ToEntry(Candidate candidate) => new(
        candidate.OpenEnded ? $"{candidate.Id}/{candidate.Model}" : candidate.Id,
        _startedAt,
        candidate.Kind == CandidateKind.LocalModel ? "freehold" : candidate.Place);
}
