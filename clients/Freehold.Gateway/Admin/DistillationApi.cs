using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/…/distillation</c>: how students come out, and what an operator may do about it.</summary>
internal sealed class DistillationApi(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.ExistingTenantAsync(context, grains) is { } tenant)
        {
            var all = await grains.GetGrain<IDistillationIndexGrain>(tenant.Value).ListAsync(context.RequestAborted);
            var list = new DistillationList { Data = [.. all.Select(DistillationMapping.ToView)] };
            await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, list, AdminJson.Default.DistillationList);
        }
    }

    public async Task GetAsync(HttpContext context, Principal principal)
    {
        if (await WorkloadAsync(context) is { } workload)
        {
            var status = await workload.GetStatusAsync(context.RequestAborted);
            await AdminRequests.WriteAsync(
                context, StatusCodes.Status200OK, DistillationMapping.ToView(status), AdminJson.Default.DistillationView);
        }
    }

    public async Task GetReportAsync(HttpContext context, Principal principal)
    {
        if (await WorkloadAsync(context) is not { } workload)
        {
            return;
        }

        var digest = (string)context.GetRouteValue("digest")!;
        if (await workload.ReadReportAsync(digest, context.RequestAborted) is { } text)
        {
            await AdminRequests.WriteAsync(
                context, StatusCodes.Status200OK, new DistillationReportView { Digest = digest, Text = text },
                AdminJson.Default.DistillationReportView);
        }
        else
        {
            await context.WriteErrorAsync(AdminRequests.NotFound("The status of this workload names no such report, or it was deleted."));
        }
    }

    public async Task RunAsync(HttpContext context, Principal principal)
    {
        if (await WorkloadAsync(context) is { } workload)
        {
            await AnswerAsync(context, await workload.RunAsync(context.RequestAborted));
        }
    }

    public Task PromoteAsync(HttpContext context, Principal principal) =>
        CommandAsync(context, (workload, version) => workload.PromoteAsync(version, context.RequestAborted));

    public Task RollBackAsync(HttpContext context, Principal principal) =>
        CommandAsync(context, (workload, version) => workload.RollBackAsync(version, context.RequestAborted));

    private async Task CommandAsync(HttpContext context, Func<IDistillationGrain, string, Task<DistillationCommandResult>> command)
    {
        if (await WorkloadAsync(context) is { } workload
            && await AdminRequests.ReadAsync(context, AdminJson.Default.StudentCommand) is { } request)
        {
            await AnswerAsync(context, await command(workload, request.Version));
        }
    }

    /// <summary>The grain of the path's workload, or null after an error was sent: nobody's guess at a name makes a grain.</summary>
    private async ValueTask<IDistillationGrain?> WorkloadAsync(HttpContext context)
    {
        if (await AdminRequests.ExistingTenantAsync(context, grains) is not { } tenant)
        {
            return null;
        }

        // Of a path's escapes the server leaves this one as it is.
        var name = ((string)context.GetRouteValue("workload")!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var workloads = await grains.GetGrain<IDistillationIndexGrain>(tenant.Value).ListNamesAsync(context.RequestAborted);
        if (Array.IndexOf(workloads, name) >= 0)
        {
            return grains.GetGrain<IDistillationGrain>(new WorkloadId(tenant, name).ToString());
        }

        await context.WriteErrorAsync(AdminRequests.NotFound(
            $"The policy of tenant '{tenant}' gives no workload '{name}' a student; workloads.NAME.distill in the policy does."));
        return null;
    }

    private static Task AnswerAsync(HttpContext context, DistillationCommandResult result) => result.Status == DistillationCommandStatus.Done
        ? AdminRequests.WriteAsync(
            context, StatusCodes.Status200OK, new DistillationCommandView { Detail = result.Detail }, AdminJson.Default.DistillationCommandView)
        : context.WriteErrorAsync(new WireError(
            result.Status == DistillationCommandStatus.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status409Conflict,
            result.Detail,
            WireErrorTypes.InvalidRequest,
            null,
            result.Status == DistillationCommandStatus.Forbidden ? "forbidden_by_policy" : "conflict"));
}
