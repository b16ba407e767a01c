using System.Text.Json;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Errors;
using Freehold.Wire.Outcomes;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Outcomes;

/// <summary><c>GET /v1/outcomes</c>: the caller's tenant's, and for administrators any tenant's.</summary>
internal sealed class OutcomesApi(IGrainFactory grains)
{
    public async Task ListAsync(HttpContext context, Principal principal)
    {
        var parameters = context.Request.Query;
        if (!parameters.TryNumber("limit", 1, OutcomeQuery.MaxLimit, out var limit, out var error)
            || !parameters.TryNumber("after", 0, long.MaxValue, out var after, out error)
            || !parameters.TryNumber("before", 1, long.MaxValue, out var before, out error))
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (parameters.Tenant(principal) is not { } tenant)
        {
            await context.WriteErrorAsync(WireErrors.Forbidden("read another tenant's outcomes"));
            return;
        }

        TenantScope.Enter(tenant);
        var page = await grains.GetGrain<IOutcomeLogGrain>(OutcomeLogId.For(tenant).ToString()).QueryAsync(
            new OutcomeQuery
            {
                Limit = (int)(limit ?? 50),
                After = after,
                Before = before,
                Id = parameters.TryGetValue("id", out var id) ? id.ToString() : null,
            },
            context.RequestAborted);
        var list = new OutcomeList([.. page.Outcomes.Select(OutcomeViews.Of)], page.HasMore);
        await context.WriteJsonAsync(
            StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(list, AdminJson.Default.OutcomeList));
    }
}
