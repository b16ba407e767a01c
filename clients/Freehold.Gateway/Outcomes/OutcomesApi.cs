using System.Globalization;
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
        if (!TryNumber(parameters, "limit", 1, OutcomeQuery.MaxLimit, out var limit, out var error)
            || !TryNumber(parameters, "after", 0, long.MaxValue, out var after, out error)
            || !TryNumber(parameters, "before", 1, long.MaxValue, out var before, out error))
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        if (Tenant(parameters, principal) is not { } tenant)
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

    /// <summary>The tenant that is asked for; null where the caller may not see it.</summary>
    private static TenantId? Tenant(IQueryCollection parameters, Principal principal)
    {
        var own = TenantId.Parse(principal.Tenant);
        if (!parameters.TryGetValue("tenant", out var name) || name == own.Value)
        {
            return own;
        }

        return principal.Roles.HasFlag(KeyRoles.Admin) && TenantId.TryParse(name, out var tenant) ? tenant : null;
    }

    private static bool TryNumber(
        IQueryCollection parameters, string name, long min, long max, out long? value, out WireError? error)
    {
        value = null;
        error = null;
        if (!parameters.TryGetValue(name, out var text))
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            value = number;
            return true;
        }

        error = RequestErrors.InvalidValue(name, string.Create(
            CultureInfo.InvariantCulture, $"expected a whole number from {min} to {max}"));
        return false;
    }
}
