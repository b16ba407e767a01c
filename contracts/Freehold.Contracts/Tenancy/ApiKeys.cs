namespace Freehold.Contracts.Tenancy;

/// <summary>What a key may do.</summary>
[Flags]
[GenerateSerializer, Alias("freehold.KeyRoles")]
public enum KeyRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Call the inference endpoints and read the own tenant's outcomes.</summary>
    Inference = 1,

    /// <summary>Administer every tenant of this installation.</summary>
    Admin = 2,
}

/// <summary>A key as it is kept: its hash, never its secret.</summary>
[GenerateSerializer, Immutable, Alias("freehold.ApiKeyRecord")]
public sealed record ApiKeyRecord
{
    /// <summary>Stable id of the key, safe to log. The caller chooses it, so that a repeated command adds one key.</summary>
    [Id(0)] public required string KeyId { get; init; }

    /// <summary>What people call it.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Lower-case hex SHA-256 of the secret.</summary>
    [Id(2)] public required string SecretHash { get; init; }

    /// <summary>What it may do.</summary>
    [Id(3)] public required KeyRoles Roles { get; init; }

    /// <summary>When it was made.</summary>
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked; null while it holds.</summary>
    [Id(5)] public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>Who a request comes from, once its key was checked.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Principal")]
public sealed record Principal
{
    /// <summary>The tenant's name.</summary>
    [Id(0)] public required string Tenant { get; init; }

    /// <summary>The key's id.</summary>
    [Id(1)] public required string KeyId { get; init; }

    /// <summary>The key's name.</summary>
    [Id(2)] public required string KeyName { get; init; }

    /// <summary>What the key may do.</summary>
    [Id(3)] public required KeyRoles Roles { get; init; }
}
