namespace Freehold.Wire.Admin;

/// <summary>Answer of <c>GET /admin/tenants/{tenant}/routing/versions</c>: how far the learning of routing is.</summary>
public sealed record RoutingVersionsView
{
    /// <summary>Events up to this place in the outcome log are taken in.</summary>
    public required long Sequence { get; init; }

    /// <summary>The version in force; null for none.</summary>
    public string? InForce { get; init; }

    /// <summary>Decisions with a reward since the last training.</summary>
    public required int RewardsSinceTraining { get; init; }

    /// <summary>What the version in force loses against its predecessor on live decisions, on average; below 0 where it gains.</summary>
    public double? RegretPerDecision { get; init; }

    /// <summary>Live decisions on which the two were compared.</summary>
    public required long ComparedDecisions { get; init; }

    /// <summary>Versions that are kept, newest first.</summary>
    public required IReadOnlyList<RoutingVersionView> Versions { get; init; }

    /// <summary>Drifts that were found, newest first.</summary>
    public required IReadOnlyList<DriftView> Drifts { get; init; }
}

/// <summary>One version of the learned weights.</summary>
public sealed record RoutingVersionView
{
    /// <summary>SHA-256 of the weights, lower-case hex.</summary>
    public required string Id { get; init; }

    /// <summary>Counts the versions of the tenant, from 1.</summary>
    public required int Number { get; init; }

    /// <summary><c>in_force</c>, <c>superseded</c>, <c>not_shipped</c> or <c>rolled_back</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why, in words and figures.</summary>
    public required string Reason { get; init; }

    /// <summary>The place in the log up to which it has learned.</summary>
    public required long Sequence { get; init; }

    /// <summary>The time of the newest event it has learned from.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The version that was in force before it.</summary>
    public string? Predecessor { get; init; }
}

/// <summary>A candidate's rewards left what was expected of them.</summary>
public sealed record DriftView
{
    /// <summary>The kind of task; null where it is not known.</summary>
    public string? Workload { get; init; }

    /// <summary>The candidate's id.</summary>
    public required string Model { get; init; }

    /// <summary><c>better</c> or <c>worse</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>What the log says of it up to this place is not learned from any more.</summary>
    public required long Since { get; init; }
}

/// <summary>Body of <c>POST /admin/tenants/{tenant}/routing/rollback</c>.</summary>
public sealed record RollbackRequest
{
    /// <summary>The version to take back: the one in force, so that a repeated call takes back one.</summary>
    public required string Version { get; init; }
}
