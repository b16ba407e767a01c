using System.Text;
using System.Text.Json;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Policies;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/policy</c>.</summary>
internal sealed class PolicyApi(IGrainFactory grains, TimeProvider time)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task GetAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return;
        }

        var policy = await grains.GetGrain<ITenantGrain>(tenant.Value).GetPolicyAsync(context.RequestAborted);
        await (policy is null
            ? context.WriteErrorAsync(AdminRequests.NotFound($"There is no tenant '{tenant}'."))
            : AdminRequests.WriteAsync(context, StatusCodes.Status200OK, ToView(policy), AdminJson.Default.PolicyView));
    }

    public async Task PutAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant
            || await BodyReader.ReadAsync(context, PolicyBounds.MaxBytes) is not { } body)
        {
            return;
        }

        if (ToText(body) is not { } text)
        {
            await context.WriteErrorAsync(RequestErrors.InvalidValue("body", "a policy is text in UTF-8"));
            return;
        }

        var result = await grains.GetGrain<ITenantGrain>(tenant.Value).SetPolicyAsync(
            new TenantPolicy { Document = text }, context.RequestAborted);
        if (AdminRequests.ErrorOf(result) is { } error)
        {
            await (result.Faults.Length == 0 ? context.WriteErrorAsync(error) : WriteFaultsAsync(context, result));
            return;
        }

        // Routers may decide by the old policy for a lease; once this call returns, none does any more.
        await Task.Delay(TimeSpan.FromSeconds(IRouterGrain.PolicyLeaseSeconds), time, context.RequestAborted);
        await GetAsync(context, principal);
    }

    private static string? ToText(byte[] utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Task WriteFaultsAsync(HttpContext context, TenantCommandResult result) => AdminRequests.WriteAsync(
        context,
        StatusCodes.Status400BadRequest,
        new PolicyErrorEnvelope(
            new ErrorBody(result.Detail!, WireErrorTypes.InvalidRequest, result.Faults[0].Path, "invalid_policy"),
            [.. result.Faults.Select(fault => new PolicyFaultView(fault.Line, fault.Column, fault.Path, fault.What, fault.Remedy))]),
        AdminJson.Default.PolicyErrorEnvelope);

    private static PolicyView ToView(TenantPolicy policy)
    {
        using var effective = JsonDocument.Parse(EffectivePolicy.ToUtf8(PolicyCache.Shared.Get(policy.Document!)));
        return new PolicyView { Version = policy.Version, Document = policy.Document!, Effective = effective.RootElement.Clone() };
    }
}
