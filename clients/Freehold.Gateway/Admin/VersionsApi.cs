using Freehold.Contracts.Audit;
using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Gateway.Admin;

/// <summary>
/// <c>/admin/models/{model}/versions</c> for the installation's models, <c>/admin/tenants/{tenant}/students/{workload}/versions</c> for a
/// tenant's students. Which student answers is decided by its rollout, so of a student only what cannot change that is here.
/// </summary>
internal sealed class VersionsApi(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        if (await FindAsync(context) is { } registry)
        {
            await WriteAsync(context, registry);
        }
    }

    /// <summary>What comes in by this way comes from outside: it is in quarantine, whoever brings it.</summary>
    public async Task RegisterAsync(HttpContext context, Principal principal)
    {
        if (await FindAsync(context) is not { } registry
            || await AdminRequests.ReadAsync(context, RegistryJson.Default.RegisterVersionRequest) is not { } request)
        {
            return;
        }

        if (!VersionViews.TryKind(request.Kind, out var kind))
        {
            await context.WriteErrorAsync(AdminRequests.Invalid("kind", $"'{request.Kind}' is no kind of import; use model or adapter"));
            return;
        }

        await AnswerAsync(context, registry, registry.RegisterAsync(
            new RegisteredVersion
            {
                Digest = request.Digest,
                Kind = kind,
                Parents = [.. request.Parents ?? []],
                VettingReport = request.VettingReport,
                Location = request.Location,
                Quarantined = true,
            },
            context.RequestAborted));
    }

    public Task ApproveAsync(HttpContext context, Principal principal) =>
        DoAsync(context, (registry, digest) => registry.ApproveAsync(digest, Actor.Current, context.RequestAborted));

    public Task FreezeAsync(HttpContext context, Principal principal) =>
        DoAsync(context, (registry, digest) => registry.FreezeAsync(digest, context.RequestAborted));

    public Task PinAsync(HttpContext context, Principal principal) =>
        DoAsync(context, (registry, digest) => registry.PinAsync(digest, context.RequestAborted));

    public Task MakeCurrentAsync(HttpContext context, Principal principal) =>
        DoAsync(context, (registry, digest) => registry.MakeCurrentAsync(digest, context.RequestAborted));

    public Task DropAsync(HttpContext context, Principal principal) =>
        DoAsync(context, (registry, digest) => registry.DropAsync(digest, context.RequestAborted));

    public async Task RollBackAsync(HttpContext context, Principal principal)
    {
        if (await FindAsync(context) is { } registry
            && await AdminRequests.ReadAsync(context, RegistryJson.Default.RollBackVersionRequest) is { } request)
        {
            await AnswerAsync(context, registry, registry.RollBackAsync(request.Version, context.RequestAborted));
        }
    }

    public async Task LineageAsync(HttpContext context, Principal principal)
    {
        if (await FindAsync(context) is not { } registry)
        {
            return;
        }

        var lineage = await registry.GetLineageAsync(DigestOf(context), context.RequestAborted);
        await (lineage is null
            ? context.WriteErrorAsync(AdminRequests.NotFound(
                "No such version is registered under this name; list its versions to see which are."))
            : AdminRequests.WriteAsync(context, StatusCodes.Status200OK, VersionViews.Of(lineage), RegistryJson.Default.LineageView));
    }

    private async Task DoAsync(HttpContext context, Func<IRegistryGrain, string, Task<RegistryResult>> command)
    {
        if (await FindAsync(context) is { } registry)
        {
            await AnswerAsync(context, registry, command(registry, DigestOf(context)));
        }
    }

    private static async Task AnswerAsync(HttpContext context, IRegistryGrain registry, Task<RegistryResult> command)
    {
        var result = await command;
        await (VersionViews.ErrorOf(result) is { } error ? context.WriteErrorAsync(error) : WriteAsync(context, registry));
    }

    private static async Task WriteAsync(HttpContext context, IRegistryGrain registry) => await AdminRequests.WriteAsync(
        context,
        StatusCodes.Status200OK,
        VersionViews.Of(await registry.GetAsync(context.RequestAborted)),
        RegistryJson.Default.RegistryView);

    private static string DigestOf(HttpContext context) => context.GetRouteValue("digest") as string ?? "";

    /// <summary>The registry of the path, or null after an error was sent.</summary>
    private async ValueTask<IRegistryGrain?> FindAsync(HttpContext context)
    {
        var owner = TenantScope.SystemScope;
        if (context.GetRouteValue("tenant") is not null)
        {
            if (await AdminRequests.TenantAsync(context) is not { } tenant)
            {
                return null;
            }

            owner = tenant.Value;
        }

        // A slash in a segment stays escaped, since it would be another path.
        var name = ((context.GetRouteValue("model") ?? context.GetRouteValue("workload")) as string ?? "")
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (ArtifactName.TryParse($"{owner}/{name}", out var artifact))
        {
            return grains.GetGrain<IRegistryGrain>(artifact.ToString());
        }

        await context.WriteErrorAsync(AdminRequests.Invalid("name", $"use 1 to {ArtifactName.MaxNameLength} visible ASCII characters"));
        return null;
    }
}
