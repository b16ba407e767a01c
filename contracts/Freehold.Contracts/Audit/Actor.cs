using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Audit;

/// <summary>Who acts in the current flow of calls. It travels in <see cref="RequestContext"/> from caller to callee.</summary>
public static class Actor
{
    /// <summary>Nobody but the system itself, as at its first start.</summary>
    public const string System = "system";

    private const string Key = "freehold.actor";

    /// <summary>The actor of this flow: <c>tenant/key-id</c>, or <see cref="System"/> where nobody entered.</summary>
    public static string Current => RequestContext.Get(Key) as string ?? System;

    /// <summary>From here on, this asynchronous flow is the holder's of a key. The tenant belongs to it: ids of keys are a tenant's own.</summary>
    public static void Enter(Principal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        RequestContext.Set(Key, $"{principal.Tenant}/{principal.KeyId}");
    }
}
