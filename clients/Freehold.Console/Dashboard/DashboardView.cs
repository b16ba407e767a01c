using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;

namespace Freehold.WebConsole.Dashboard;

/// <summary>Everything that the dashboard shows. Public because Razor makes components public.</summary>
public sealed record DashboardView
{
    /// <summary>Whose requests and figures.</summary>
    public required string Tenant { get; init; }

    /// <summary>The tenants that the visitor may choose from; empty for those who may not.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>The name of the visitor's key.</summary>
    public required string KeyName { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<CandidateRow> Models { get; init; }

    public required IReadOnlyList<CandidateRow> Providers { get; init; }

    /// <summary>Length of the window of the figures, in seconds.</summary>
    public required int WindowSeconds { get; init; }

    /// <summary>The last requests, newest first.</summary>
    public required IReadOnlyList<LoggedOutcome> Requests { get; init; }

    public IEnumerable<CandidateRow> All => Models.Concat(Providers);
}

/// <summary>One who could answer, or did in the window.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Candidate">What it is; null where it is not in the catalog as such, as a model of an open-ended provider.</param>
/// <param name="Figures">What it did in the window; null where it was not tried.</param>
/// <param name="State">Whether it can answer.</param>
public sealed record CandidateRow(string Id, Candidate? Candidate, ModelFigures? Figures, string State);
