using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Authentication;

/// <summary>
/// The one door to every endpoint but the health checks: it finds out who asks, checks that they may, bounds how many are inside, and from there on
/// the flow acts for their tenant.
/// </summary>
internal sealed class AccessGate(KeyAuthenticator keys, Drain drain, IOptions<GatewayOptions> options)
{
    private const string Bearer = "Bearer ";

    private readonly int _maxInside = options.Value.MaxConcurrentRequests;

    /// <summary>Lets holders of an inference key in; the handler's flow acts for their tenant.</summary>
    public RequestDelegate ForInference(Func<HttpContext, Principal, Task> handler) =>
        context => EnterAsync(context, KeyRoles.Inference, "call the inference API", handler);

    /// <summary>Lets administrators in; the handler's flow acts for the system.</summary>
    public RequestDelegate ForAdmin(string action, Func<HttpContext, Principal, Task> handler) =>
        context => EnterAsync(context, KeyRoles.Admin, action, handler);

    private async Task EnterAsync(HttpContext context, KeyRoles role, string action, Func<HttpContext, Principal, Task> handler)
    {
        if (!drain.TryEnter())
        {
            await Drain.RefuseAsync(context);
            return;
        }

        if (drain.InFlight > _maxInside)
        {
            drain.Leave();
            await context.WriteErrorAsync(WireErrors.Overloaded($"the gateway ({_maxInside} requests)"), retryAfterMs: 1_000);
            return;
        }

        try
        {
            var principal = await AuthenticateAsync(context);
            if (principal is null)
            {
                return;
            }

            if ((principal.Roles & role) == 0)
            {
                await context.WriteErrorAsync(WireErrors.Forbidden(action));
                return;
            }

            if (role == KeyRoles.Admin)
            {
                TenantScope.EnterSystem();
                Actor.Enter(principal);
            }
            else
            {
                TenantScope.Enter(TenantId.Parse(principal.Tenant));
            }

            await handler(context, principal);
        }
        finally
        {
            drain.Leave();
        }
    }

    private async ValueTask<Principal?> AuthenticateAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            await context.WriteErrorAsync(WireErrors.MissingApiKey());
            return null;
        }

        var principal = await keys.AuthenticateAsync(header[Bearer.Length..].Trim(), context.RequestAborted);
        if (principal is null)
        {
            await context.WriteErrorAsync(WireErrors.InvalidApiKey());
        }

        return principal;
    }
}
