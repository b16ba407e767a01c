namespace Freehold.Contracts.Tenancy;

/// <summary>
/// Marks a grain interface whose key starts with a tenant (<c>tenant</c> or <c>tenant/rest</c>). A call filter on every silo lets a
/// call through only where the caller's <see cref="TenantScope"/> names that tenant or is the system's own.
/// </summary>
public interface ITenantScoped;

/// <summary>For whom the current flow of calls acts. It travels in <see cref="RequestContext"/> from caller to callee.</summary>
public static class TenantScope
{
    /// <summary>The scope of the system's own work: start-up, sweeps, administration.</summary>
    public const string SystemScope = "*";

    private const string Key = "freehold.tenant";

    /// <summary>The scope in force: a tenant's name, <see cref="SystemScope"/>, or null where none was set.</summary>
    public static string? Current => RequestContext.Get(Key) as string;

    /// <summary>From here on, this asynchronous flow acts for <paramref name="tenant"/>.</summary>
    public static void Enter(TenantId tenant) => RequestContext.Set(Key, tenant.Value);

    /// <summary>From here on, this asynchronous flow acts for the system itself.</summary>
    public static void EnterSystem() => RequestContext.Set(Key, SystemScope);
}
