namespace Freehold.Wire.Admin;

/// <summary>Body of <c>POST /admin/tenants</c>.</summary>
public sealed record CreateTenantRequest
{
    /// <summary>The tenant's name: 1 to 63 of <c>a-z</c>, <c>0-9</c>, <c>-</c>.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it; the name where absent.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>A tenant.</summary>
public sealed record TenantView
{
    /// <summary>Its name.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Answer of <c>GET /admin/tenants</c>.</summary>
/// <param name="Tenants">All tenants, oldest first.</param>
public sealed record TenantList(IReadOnlyList<TenantView> Tenants);

/// <summary>Body of <c>POST /admin/tenants/{tenant}/keys</c>.</summary>
public sealed record CreateKeyRequest
{
    /// <summary>What people call it; at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>inference</c> (the default) or <c>admin</c>, which may administer every tenant.</summary>
    public string? Role { get; init; }
}

/// <summary>A key without its secret.</summary>
public record KeyView
{
    /// <summary>Its id.</summary>
    public required string KeyId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do: <c>inference</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A new key: the only time that its secret is shown.</summary>
public sealed record NewKeyView : KeyView
{
    /// <summary>The secret. It is kept nowhere.</summary>
    public required string Secret { get; init; }
}

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/keys</c>.</summary>
/// <param name="Keys">All keys, revoked ones included, oldest first.</param>
public sealed record KeyList(IReadOnlyList<KeyView> Keys);
