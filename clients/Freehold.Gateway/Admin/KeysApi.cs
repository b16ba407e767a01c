using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Authentication;
using Freehold.Gateway.Http;
using Freehold.Wire.Admin;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freehold.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/keys</c>.</summary>
internal sealed class KeysApi(IGrainFactory grains, TimeProvider time)
{
    private const int MaxNameLength = 100;

    public async Task ListAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return;
        }

        var keys = await grains.GetGrain<ITenantGrain>(tenant.Value).ListKeysAsync(context.RequestAborted);
        await AdminRequests.WriteAsync(context, StatusCodes.Status200OK, new KeyList([.. keys.Select(ToView)]), AdminJson.Default.KeyList);
    }

    public async Task CreateAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant
            || await AdminRequests.ReadAsync(context, AdminJson.Default.CreateKeyRequest) is not { } request)
        {
            return;
        }

        var name = request.Name.Trim();
        if (name.Length is 0 or > MaxNameLength)
        {
            await context.WriteErrorAsync(AdminRequests.Invalid("name", $"give a name of 1 to {MaxNameLength} characters"));
            return;
        }

        if (RolesOf(request.Role) is not { } roles)
        {
            await context.WriteErrorAsync(AdminRequests.Invalid("role", $"'{request.Role}' is no role; use inference or admin"));
            return;
        }

        var secret = ApiKeySecret.Generate(tenant);
        var now = time.GetUtcNow();
        var key = new ApiKeyRecord
        {
            KeyId = $"key-{Guid.CreateVersion7(now):N}",
            Name = name,
            SecretHash = ApiKeySecret.Hash(secret),
            Roles = roles,
            CreatedAt = now,
        };
        var result = await grains.GetGrain<ITenantGrain>(tenant.Value).PutKeyAsync(key, context.RequestAborted);
        await (AdminRequests.ErrorOf(result) is { } error
            ? context.WriteErrorAsync(error)
            : AdminRequests.WriteAsync(
                context,
                StatusCodes.Status201Created,
                new NewKeyView { KeyId = key.KeyId, Name = name, Roles = NamesOf(roles), CreatedAt = now, Secret = secret },
                AdminJson.Default.NewKeyView));
    }

    public async Task RevokeAsync(HttpContext context, Principal principal)
    {
        if (await AdminRequests.TenantAsync(context) is not { } tenant)
        {
            return;
        }

        var keyId = context.GetRouteValue("keyId") as string ?? "";
        var result = await grains.GetGrain<ITenantGrain>(tenant.Value).RevokeKeyAsync(keyId, context.RequestAborted);
        if (AdminRequests.ErrorOf(result) is { } error)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        // Gateways may hold the key for a lease; once this call returns, none does any more.
        await Task.Delay(KeyAuthenticator.Lease, time, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static KeyRoles? RolesOf(string? role) => role switch
    {
        null or "inference" => KeyRoles.Inference,
        "admin" => KeyRoles.Inference | KeyRoles.Admin,
        _ => null,
    };

    private static string[] NamesOf(KeyRoles roles) =>
        [.. Enum.GetValues<KeyRoles>().Where(role => role != KeyRoles.None && roles.HasFlag(role)).Select(role => role.ToString().ToLowerInvariant())];

    private static KeyView ToView(ApiKeyRecord key) => new()
    {
        KeyId = key.KeyId,
        Name = key.Name,
        Roles = NamesOf(key.Roles),
        CreatedAt = key.CreatedAt,
        RevokedAt = key.RevokedAt,
    };
}
