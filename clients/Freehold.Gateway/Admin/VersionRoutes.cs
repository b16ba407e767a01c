using Freehold.Gateway.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Gateway.Admin;

/// <summary>Where the registry is reached.</summary>
internal static class VersionRoutes
{
    private const string Models = "/admin/models/{model}";
    private const string Students = "/admin/tenants/{tenant}/students/{workload}";
    private const string OfDigest = "/versions/{digest}";

    public static void MapVersions(this IEndpointRouteBuilder routes, IServiceProvider api, AccessGate gate)
    {
        var versions = api.GetRequiredService<VersionsApi>();
        foreach (var name in new[] { Models, Students })
        {
            routes.MapGet(name + "/versions", gate.ForAdmin("list versions", versions.ListAsync));
            routes.MapPost(name + "/versions", gate.ForAdmin("register a version", versions.RegisterAsync));
            routes.MapGet(name + OfDigest + "/lineage", gate.ForAdmin("read a lineage", versions.LineageAsync));
            routes.MapPost(name + OfDigest + "/approve", gate.ForAdmin("approve a version", versions.ApproveAsync));
            routes.MapPost(name + OfDigest + "/freeze", gate.ForAdmin("freeze a version", versions.FreezeAsync));
            routes.MapDelete(name + OfDigest, gate.ForAdmin("drop a version", versions.DropAsync));
        }

        routes.MapPost(Models + OfDigest + "/pin", gate.ForAdmin("freeze a name to a version", versions.PinAsync));
        routes.MapPost(Models + OfDigest + "/current", gate.ForAdmin("make a version current", versions.MakeCurrentAsync));
        routes.MapPost(Models + "/rollback", gate.ForAdmin("roll back a version", versions.RollBackAsync));
    }
}
