using System.Net.Http.Headers;
using System.Security.Claims;
using Freehold.Contracts.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Freehold.WebConsole.SignIn;

/// <summary>
/// Who looks at the console: a session in an encrypted cookie, or a bearer key. The cookie holds which key was shown, never its
/// secret; what that key may do is read afresh at every visit, so revoking a key ends its sessions.
/// </summary>
internal sealed class ConsoleSession(IConsoleSignIn signIn, IGrainFactory grains)
{
    public const string Scheme = "freehold-console";
    private const string TenantClaim = "tenant";
    private const string KeyClaim = "key";

    public async ValueTask<Principal?> FindAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.Headers.Authorization is [{ } header, ..])
        {
            return AuthenticationHeaderValue.TryParse(header, out var value)
                && value is { Scheme: var scheme, Parameter: { Length: > 0 } secret }
                && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                    ? await signIn.AuthenticateAsync(secret, cancellationToken)
                    : null;
        }

        var cookie = await http.AuthenticateAsync(Scheme);
        return cookie.Principal is { } visitor
            && TenantId.TryParse(visitor.FindFirstValue(TenantClaim), out var tenant)
            && visitor.FindFirstValue(KeyClaim) is { } keyId
                ? await FindKeyAsync(tenant, keyId, cancellationToken)
                : null;
    }

    /// <summary>Signs in with a key; false where nobody holds it.</summary>
    public async ValueTask<bool> TryStartAsync(HttpContext http, string secret, CancellationToken cancellationToken)
    {
        if (await signIn.AuthenticateAsync(secret, cancellationToken) is not { } principal) return false;
        var identity = new ClaimsIdentity([new Claim(TenantClaim, principal.Tenant), new Claim(KeyClaim, principal.KeyId)], Scheme);
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
        return true;
    }

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    private async Task<Principal?> FindKeyAsync(TenantId tenant, string keyId, CancellationToken cancellationToken)
    {
        TenantScope.Enter(tenant);
        var keys = await grains.GetGrain<ITenantGrain>(tenant.Value).ListKeysAsync(cancellationToken);
        return Array.Find(keys, key => key.KeyId == keyId) is { RevokedAt: null } key
            ? new Principal { Tenant = tenant.Value, KeyId = key.KeyId, KeyName = key.Name, Roles = key.Roles }
            : null;
    }
}
