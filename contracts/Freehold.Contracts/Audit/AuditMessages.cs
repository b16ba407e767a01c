namespace Freehold.Contracts.Audit;

/// <summary>What was done, by whom and to what. Never a secret, never the hash of one, never a prompt.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditRecord")]
public sealed record AuditRecord
{
    /// <summary>Id of the operation, unique in the chain: 1 to 200 visible ASCII characters.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>When it was done; kept in whole milliseconds, UTC.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Who did it, as <see cref="Audit.Actor"/> writes it: <c>tenant/key-id</c>, or <c>system</c>.</summary>
    [Id(2)] public required string Actor { get; init; }

    /// <summary>What was done, one of <see cref="AuditActions"/>.</summary>
    [Id(3)] public required string Action { get; init; }

    /// <summary>To what: a key's id, a tenant's name.</summary>
    [Id(4)] public required string Subject { get; init; }

    /// <summary>How it was afterwards, as JSON; at most 64 KiB in UTF-8.</summary>
    [Id(5)] public required string Detail { get; init; }
}

/// <summary>A record in its place in the chain.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditEntry")]
public sealed record AuditEntry
{
    /// <summary>Its place, from 1, without gaps.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>What was done.</summary>
    [Id(1)] public required AuditRecord Record { get; init; }

    /// <summary>The hash of the entry before it, lower-case hex; 64 zeros for the first.</summary>
    [Id(2)] public required string PreviousHash { get; init; }

    /// <summary>SHA-256 of everything above, lower-case hex; docs/audit-chain.md says over which bytes.</summary>
    [Id(3)] public required string Hash { get; init; }
}

/// <summary>Which entries to read.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditQuery")]
public sealed record AuditQuery
{
    /// <summary>Most entries of one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>How many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(0)] public int Limit { get; init; } = 50;

    /// <summary>Only those with a greater sequence, oldest first; null: the newest, newest first.</summary>
    [Id(1)] public long? After { get; init; }

    /// <summary>With <see cref="After"/> null: only those with a smaller sequence.</summary>
    [Id(2)] public long? Before { get; init; }
}

/// <summary>Some entries.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditPage")]
public sealed record AuditPage
{
    /// <summary>The entries, in the query's order.</summary>
    [Id(0)] public required AuditEntry[] Entries { get; init; }

    /// <summary>True where the chain holds more in that direction.</summary>
    [Id(1)] public required bool HasMore { get; init; }
}

/// <summary>The last entry of a chain, as somebody may note it elsewhere.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditHead")]
public sealed record AuditHead
{
    /// <summary>Its sequence.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>Its hash, lower-case hex.</summary>
    [Id(1)] public required string Hash { get; init; }
}

/// <summary>What computing a chain again found.</summary>
[GenerateSerializer, Immutable, Alias("freehold.AuditVerification")]
public sealed record AuditVerification
{
    /// <summary>Entries that fit, from the first one on.</summary>
    [Id(0)] public required long Entries { get; init; }

    /// <summary>The last entry that fits; null where there is none.</summary>
    [Id(1)] public AuditHead? Head { get; init; }

    /// <summary>The first entry that does not fit or is not there; null where the chain is whole.</summary>
    [Id(2)] public long? BrokenSequence { get; init; }

    /// <summary>What is wrong with it, in words.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>True where every entry fits, and the noted head too.</summary>
    public bool IsWhole => BrokenSequence is null;
}
