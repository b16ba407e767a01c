using System.Diagnostics.CodeAnalysis;
using Freehold.Contracts.Economics;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admin;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Errors;
using Freehold.Wire.Ledger;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Economics;

/// <summary><c>GET /v1/ledger</c>: the caller's tenant's, and for administrators any tenant's.</summary>
internal sealed class LedgerApi(IGrainFactory grains)
{
    public async Task GetAsync(HttpContext context, Principal principal)
    {
        var parameters = context.Request.Query;
        if (!parameters.TryTime("from", out var from, out var error)
            || !parameters.TryTime("to", out var to, out error)
            || !TryGrouping(parameters, out var by, out error))
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (from >= to)
        {
            await context.WriteErrorAsync(RequestErrors.InvalidValue("to", "it must be after 'from'"));
            return;
        }

        if (parameters.Tenant(principal) is not { } tenant)
        {
            await context.WriteErrorAsync(WireErrors.Forbidden("read another tenant's ledger"));
            return;
        }

        TenantScope.Enter(tenant);
        var query = new LedgerQuery { From = from, To = to, By = by };
        var report = await grains.GetGrain<ILedgerGrain>(tenant.Value).GetAsync(query, context.RequestAborted);
        await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(tenant, query, report), AdminJson.Default.LedgerView);
    }

    private static bool TryGrouping(
        IQueryCollection parameters, out LedgerGrouping by, [NotNullWhen(false)] out WireError? error)
    {
        var text = parameters.TryGetValue("by", out var given) ? given.ToString() : "model";
        LedgerGrouping? known = text switch
        {
            "model" => LedgerGrouping.Model,
            "day" => LedgerGrouping.Day,
            "month" => LedgerGrouping.Month,
            _ => null,
        };
        by = known ?? default;
        error = known is null ? RequestErrors.UnsupportedValue("by", text, "'model', 'day' and 'month'") : null;
        return error is null;
    }

    private static LedgerView ToView(TenantId tenant, LedgerQuery query, LedgerReport report) => new()
    {
        Tenant = tenant.Value,
        From = query.From,
        To = query.To,
        By = query.By switch { LedgerGrouping.Day => "day", LedgerGrouping.Month => "month", _ => "model" },
        Rows = [.. report.Rows.Select(row => new LedgerRowView
        {
            Name = row.Name,
            Attempts = row.Sums.Attempts,
            PromptTokens = row.Sums.PromptTokens,
            CompletionTokens = row.Sums.CompletionTokens,
            CostMicroUsd = row.Sums.CostMicroUsd,
        })],
        HasMore = report.HasMore,
        Total = new LedgerSumsView
        {
            Attempts = report.Total.Attempts,
            PromptTokens = report.Total.PromptTokens,
            CompletionTokens = report.Total.CompletionTokens,
            CostMicroUsd = report.Total.CostMicroUsd,
        },
    };
}
