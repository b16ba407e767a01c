namespace Freehold.Contracts.Tenancy;

/// <summary>A tenant as administrators see it.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TenantProfile")]
public sealed record TenantProfile
{
    /// <summary>Its name.</summary>
    [Id(0)] public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    [Id(1)] public required string DisplayName { get; init; }

    /// <summary>When it was made.</summary>
    [Id(2)] public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Makes a tenant.</summary>
[GenerateSerializer, Immutable, Alias("freehold.CreateTenant")]
public sealed record CreateTenant
{
    /// <summary>What people call it; at most 200 characters.</summary>
    [Id(0)] public required string DisplayName { get; init; }
}

/// <summary>How a command on a tenant ended.</summary>
[GenerateSerializer, Alias("freehold.TenantCommandStatus")]
public enum TenantCommandStatus
{
    /// <summary>Done and durable.</summary>
    Done = 0,

    /// <summary>There is no such tenant.</summary>
    NoSuchTenant = 1,

    /// <summary>There is no such key.</summary>
    NoSuchKey = 2,

    /// <summary>The input is not valid; the detail says what, where and what to do.</summary>
    Invalid = 3,

    /// <summary>A bound is reached; the detail names it.</summary>
    LimitReached = 4,
}

/// <summary>How a command on a tenant ended, with its reason.</summary>
[GenerateSerializer, Immutable, Alias("freehold.TenantCommandResult")]
public sealed record TenantCommandResult
{
    /// <summary>Success without more to say.</summary>
    public static TenantCommandResult Done { get; } = new() { Status = TenantCommandStatus.Done };

    /// <summary>How it ended.</summary>
    [Id(0)] public required TenantCommandStatus Status { get; init; }

    /// <summary>What, where, what to do; null on success.</summary>
    [Id(1)] public string? Detail { get; init; }

    /// <summary>Every fault of a policy that was refused, in order of their lines.</summary>
    [Id(2)] public PolicyFaultMessage[] Faults { get; init; } = [];
}

/// <summary>One fault of a policy's document.</summary>
[GenerateSerializer, Immutable, Alias("freehold.PolicyFault")]
public sealed record PolicyFaultMessage
{
    /// <summary>The line, from 1.</summary>
    [Id(0)] public required int Line { get; init; }

    /// <summary>The character in the line, from 1.</summary>
    [Id(1)] public required int Column { get; init; }

    /// <summary>The keys that lead to it: <c>workloads.triage.objective</c>.</summary>
    [Id(2)] public required string Path { get; init; }

    /// <summary>What is wrong.</summary>
    [Id(3)] public required string What { get; init; }

    /// <summary>What to do.</summary>
    [Id(4)] public required string Remedy { get; init; }
}
