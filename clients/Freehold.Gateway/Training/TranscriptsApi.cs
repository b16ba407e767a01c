using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admin;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference;
using Freehold.Wire.Admin;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Gateway.Training;

/// <summary><c>/admin/tenants/{tenant}/transcripts</c>: what was said is forgotten, of one exchange or of a workload.</summary>
internal sealed class TranscriptsApi(IGrainFactory grains)
{
    private const int MaxIdLength = 200;

    public async Task ForgetAsync(HttpContext context, Principal principal)
    {
        var id = context.GetRouteValue("outcomeId") as string ?? "";
        if (id.Length is 0 or > MaxIdLength || id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await context.WriteErrorAsync(AdminRequests.Invalid("outcome_id", "give the id of a response"));
            return;
        }

        if (await LogAsync(context) is not { } log)
        {
            return;
        }

        await WriteAsync(context, await log.ForgetAsync(id, context.RequestAborted) ? 1 : 0);
    }

    public async Task ForgetWorkloadAsync(HttpContext context, Principal principal)
    {
        var workload = context.Request.Query["workload"].ToString();
        if (!RequestHeaders.IsWorkload(workload))
        {
            await context.WriteErrorAsync(AdminRequests.Invalid(
                "workload", "name the workload whose exchanges are to be forgotten, as ?workload=NAME"));
            return;
        }

        if (await LogAsync(context) is { } log)
        {
            await WriteAsync(context, await log.ForgetWorkloadAsync(workload, context.RequestAborted));
        }
    }

    private static Task WriteAsync(HttpContext context, int forgotten) => AdminRequests.WriteAsync(
        context, StatusCodes.Status200OK, new ForgottenView { Transcripts = forgotten }, AdminJson.Default.ForgottenView);

    /// <summary>The log of the path's tenant, or null after an error was sent: nobody's guess at a name makes a log.</summary>
    private async ValueTask<IOutcomeLogGrain?> LogAsync(HttpContext context)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return null;
        }

        if (await grains.GetGrain<ITenantGrain>(tenant.Value).GetProfileAsync(context.RequestAborted) is not null)
        {
            return grains.GetGrain<IOutcomeLogGrain>(OutcomeLogId.For(tenant).ToString());
        }

        await context.WriteErrorAsync(AdminRequests.NotFound($"There is no tenant '{tenant}'."));
        return null;
    }
}
