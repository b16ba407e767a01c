namespace Freehold.Wire.Audit;

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/audit</c>.</summary>
/// <param name="Data">Newest first, or oldest first after a sequence.</param>
/// <param name="HasMore">Whether there are more in that direction.</param>
public sealed record AuditList(IReadOnlyList<AuditEntryView> Data, bool HasMore)
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";
}

/// <summary>One administrative action. Everything in it is under its hash; docs/audit-chain.md says how.</summary>
public sealed record AuditEntryView
{
    /// <summary>Its place in the tenant's chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>Id of the operation.</summary>
    public required string OperationId { get; init; }

    /// <summary>When it was done; UTC, in whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it: <c>tenant/key-id</c>, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done: <c>tenant.created</c>, <c>key.created</c>, <c>key.replaced</c>, <c>key.revoked</c>, <c>policy.set</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    public required string Subject { get; init; }

    /// <summary>How it was afterwards: JSON as text, character by character as it was hashed.</summary>
    public required string Detail { get; init; }

    /// <summary>The hash of the entry before it, lower-case hex; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Its hash, lower-case hex.</summary>
    public required string Hash { get; init; }
}

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/audit/verify</c>.</summary>
public sealed record AuditVerificationView
{
    /// <summary>Whether every entry fits, and the noted head too.</summary>
    public required bool Whole { get; init; }

    /// <summary>Entries that fit, from the first one on.</summary>
    public required long Entries { get; init; }

    /// <summary>The last entry that fits, as <c>SEQUENCE:HASH</c>: note it elsewhere, and give it to a later verification.</summary>
    public string? Head { get; init; }

    /// <summary>The first entry that does not fit.</summary>
    public long? BrokenSequence { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Reason { get; init; }
}
