using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Wire.Admin;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary><c>GET /admin/models</c>: everything that could answer, with the caller's tenant's figures of it.</summary>
internal sealed class CatalogApi(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        var catalog = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetNewerAsync(-1, context.RequestAborted);
        var figures = await grains.GetGrain<IFiguresGrain>(principal.Tenant).GetAsync(context.RequestAborted);
        var candidates = (await catalog ?? CatalogSnapshot.Empty).Candidates;
        await AdminRequests.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new CatalogView([.. candidates.Select(candidate => ToInfo(candidate, figures))]),
            AdminJson.Default.CatalogView);
    }

    private static CandidateInfo ToInfo(Candidate candidate, FiguresSnapshot figures) => new()
    {
        Id = candidate.Id,
        Kind = candidate.Kind == CandidateKind.LocalModel ? "local" : "provider",
        Zone = candidate.Zone,
        Model = candidate.Model,
        Digest = candidate.Digest,
        ContextLength = candidate.ContextLength,
        PromptMicroUsdPerMillion = candidate.PromptMicroUsdPerMillion,
        CompletionMicroUsdPerMillion = candidate.CompletionMicroUsdPerMillion,
        Automatic = candidate.Automatic,
        Unavailable = candidate.Unavailable,
        Figures = Array.Find(figures.Models, model => model.Model == candidate.Id) is { } found ? ToFigures(found) : null,
    };

    private static CandidateFigures ToFigures(ModelFigures figures) => new()
    {
        Requests = figures.Requests,
        Errors = figures.Errors,
        LatencyP95Ms = figures.LatencyP95Ms,
        MeanConfidence = figures.MeanConfidence,
        CostMicroUsd = figures.CostMicroUsd,
        PromptTokens = figures.PromptTokens,
        CompletionTokens = figures.CompletionTokens,
    };
}
