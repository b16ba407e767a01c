using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admin;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Audit;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Audit;

/// <summary><c>/admin/tenants/{tenant}/audit</c>.</summary>
internal sealed class AuditApi(IGrainFactory grains)
{
    private const int HashDigits = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public async Task ListAsync(HttpContext context, Principal principal)
    {
        var parameters = context.Request.Query;
        if (!parameters.TryNumber("limit", 1, AuditQuery.MaxLimit, out var limit, out var error)
            || !parameters.TryNumber("after", 0, long.MaxValue, out var after, out error)
            || !parameters.TryNumber("before", 1, long.MaxValue, out var before, out error))
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (await FindTenantAsync(context) is not { } tenant)
        {
            return;
        }

        var page = await grains.GetGrain<IAuditGrain>(tenant.Value).ReadAsync(
            new AuditQuery { Limit = (int)(limit ?? 50), After = after, Before = before }, context.RequestAborted);
        await AdminRequests.WriteAsync(
            context, StatusCodes.Status200OK, new AuditList([.. page.Entries.Select(ToView)], page.HasMore), AdminJson.Default.AuditList);
    }

    public async Task VerifyAsync(HttpContext context, Principal principal)
    {
        if (!TryHead(context.Request.Query, out var known, out var error))
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (await FindTenantAsync(context) is not { } tenant)
        {
            return;
        }

        var verification = await grains.GetGrain<IAuditGrain>(tenant.Value).VerifyAsync(known, context.RequestAborted);
        await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(verification), AdminJson.Default.AuditVerificationView);
    }

    /// <summary>The tenant of the path, or null after an error was sent. Its grain, once awake, has told the chain of its last change.</summary>
    private async ValueTask<TenantId?> FindTenantAsync(HttpContext context)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return null;
        }

        if (await grains.GetGrain<ITenantGrain>(tenant.Value).GetProfileAsync(context.RequestAborted) is not null)
        {
            return tenant;
        }

        await context.WriteErrorAsync(AdminRequests.NotFound($"There is no tenant '{tenant}'."));
        return null;
    }

    /// <summary>Reads <c>head=SEQUENCE:HASH</c>; null where it is absent.</summary>
    private static bool TryHead(IQueryCollection parameters, out AuditHead? head, [NotNullWhen(false)] out WireError? error)
    {
        head = null;
        error = null;
        if (!parameters.TryGetValue("head", out var given))
        {
            return true;
        }

        var (text, colon) = (given.ToString(), given.ToString().IndexOf(':', StringComparison.Ordinal));
        if (colon > 0
            && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && sequence > 0
            && text.Length - colon - 1 == HashDigits
            && text.AsSpan(colon + 1).IndexOfAnyExcept(HexDigits) < 0)
        {
            head = new AuditHead { Sequence = sequence, Hash = text[(colon + 1)..].ToLowerInvariant() };
            return true;
        }

        error = AdminRequests.Invalid("head", $"expected SEQUENCE:HASH with {HashDigits} hex digits, as an earlier verification gave it");
        return false;
    }

    private static AuditEntryView ToView(AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        OperationId = entry.Record.OperationId,
        At = entry.Record.At,
        Actor = entry.Record.Actor,
        Action = entry.Record.Action,
        Subject = entry.Record.Subject,
        Detail = entry.Record.Detail,
        PreviousHash = entry.PreviousHash,
        Hash = entry.Hash,
    };

    private static AuditVerificationView ToView(AuditVerification verification) => new()
    {
        Whole = verification.IsWhole,
        Entries = verification.Entries,
        Head = verification.Head is { } head ? string.Create(CultureInfo.InvariantCulture, $"{head.Sequence}:{head.Hash}") : null,
        BrokenSequence = verification.BrokenSequence,
        Reason = verification.Reason,
    };
}
