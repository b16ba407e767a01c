namespace Freehold.Contracts.Audit;

/// <summary>Names of actions. They are part of the stored chain: never rename one.</summary>
public static class AuditActions
{
    /// <summary>A tenant was made.</summary>
    public const string TenantCreated = "tenant.created";

    /// <summary>A key was added.</summary>
    public const string KeyCreated = "key.created";

    /// <summary>A key got another secret, name or role under its old id.</summary>
    public const string KeyReplaced = "key.replaced";

    /// <summary>A key was ended.</summary>
    public const string KeyRevoked = "key.revoked";

    /// <summary>Learned weights were put in force.</summary>
    public const string WeightsShipped = "weights.shipped";

    /// <summary>Learned weights were taken back.</summary>
    public const string WeightsRolledBack = "weights.rolled_back";

    /// <summary>A policy was put in force.</summary>
    public const string PolicySet = "policy.set";
}
