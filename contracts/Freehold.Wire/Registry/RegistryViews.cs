namespace Freehold.Wire.Registry;

/// <summary>Everything that the registry keeps under one name.</summary>
public sealed record RegistryView
{
    /// <summary><c>*/model</c>, or <c>tenant/workload</c> for a student.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with every change; 0 where nothing was ever registered.</summary>
    public required long Revision { get; init; }

    /// <summary>Digest of the current version; null for none.</summary>
    public string? Current { get; init; }

    /// <summary>What rolling back would make current; null where there is no way back.</summary>
    public string? Previous { get; init; }

    /// <summary>True where the name is frozen to its current version.</summary>
    public required bool Pinned { get; init; }

    /// <summary>The versions, newest first.</summary>
    public required IReadOnlyList<VersionView> Versions { get; init; }
}

/// <summary>One version.</summary>
public sealed record VersionView
{
    /// <summary>SHA-256 of its bytes, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary><c>model</c>, <c>adapter</c>, <c>specialist</c>, <c>router</c>, <c>prompt</c> or <c>dataset</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Digests of what it was made from.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>Id of the training run that made it.</summary>
    public string? Run { get; init; }

    /// <summary>Digest of the report of its evaluation.</summary>
    public string? EvalReport { get; init; }

    /// <summary>Digest of its signature bundle.</summary>
    public string? Signature { get; init; }

    /// <summary>SHA-256 of the report of its vetting.</summary>
    public string? VettingReport { get; init; }

    /// <summary>Its place in the workers' folder of models.</summary>
    public string? Location { get; init; }

    /// <summary>True for what came from outside.</summary>
    public required bool Quarantined { get; init; }

    /// <summary>True where enough have approved it.</summary>
    public required bool Approved { get; init; }

    /// <summary>Who approved it, in order.</summary>
    public required IReadOnlyList<ApprovalView> Approvals { get; init; }

    /// <summary>Approvals that it needs.</summary>
    public required int ApprovalsNeeded { get; init; }

    /// <summary>True where it can never be dropped.</summary>
    public required bool Frozen { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who registered it.</summary>
    public required string RegisteredBy { get; init; }
}

/// <summary>One approval.</summary>
/// <param name="By">Who: <c>tenant/key-id</c>, or <c>gate:DIGEST</c>.</param>
/// <param name="At">When.</param>
public sealed record ApprovalView(string By, DateTimeOffset At);

/// <summary>What led to a version, the earliest first.</summary>
/// <param name="Digest">The version.</param>
/// <param name="Steps">The steps.</param>
public sealed record LineageView(string Digest, IReadOnlyList<LineageStepView> Steps);

/// <summary>One step of a lineage.</summary>
/// <param name="Step">What it is: <c>dataset</c>, <c>run</c>, <c>eval</c>, <c>approval</c>, <c>canary</c> and so on.</param>
/// <param name="Subject">The digest or the id that it is about, or who did it.</param>
/// <param name="At">When, where that is known.</param>
/// <param name="Detail">What more is known.</param>
public sealed record LineageStepView(string Step, string Subject, DateTimeOffset? At = null, string? Detail = null);

/// <summary>Body of <c>POST /admin/models/{model}/versions</c>: an import, which is in quarantine until it is approved.</summary>
public sealed record RegisterVersionRequest
{
    /// <summary>SHA-256 of the weights, as workers compute it, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary><c>model</c> or <c>adapter</c>; absent: <c>model</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Digests of what it was made from.</summary>
    public IReadOnlyList<string>? Parents { get; init; }

    /// <summary>SHA-256 of the report of its vetting.</summary>
    public string? VettingReport { get; init; }

    /// <summary>Its place in the workers' folder of models, a path below it.</summary>
    public string? Location { get; init; }
}

/// <summary>Body of <c>POST …/rollback</c>.</summary>
public sealed record RollBackVersionRequest
{
    /// <summary>The version that is taken back; where another is current, nothing changes. Absent: whichever is current.</summary>
    public string? Version { get; init; }
}
