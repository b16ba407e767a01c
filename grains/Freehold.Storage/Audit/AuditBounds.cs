namespace Freehold.Storage.Audit;

/// <summary>What one record may measure, the same for every store.</summary>
public static class AuditBounds
{
    /// <summary>Longest operation id: 1 to 200 visible ASCII characters.</summary>
    public const int MaxOperationIdLength = 200;

    /// <summary>Longest actor, action and subject: 1 to 300 characters each, none of them a control character.</summary>
    public const int MaxNameLength = 300;

    /// <summary>Largest detail, in bytes of UTF-8.</summary>
    public const int MaxDetailBytes = 64 << 10;
}
