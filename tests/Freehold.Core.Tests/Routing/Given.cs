using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Core.Tests.Routing;

/// <summary>What the planner's tests are given.</summary>
internal static class Given
{
    public static RoutePolicy Policy(double? escalateBelow = null, params (Label Label, string[] Zones)[] zones) => new(
        Label.Internal,
        new ZoneRules((zones.Length > 0 ? zones :
        [
            (Label.Public, ["any"]),
            (Label.Internal, ["any"]),
            (Label.Confidential, ["device", "onprem"]),
            (Label.Restricted, ["device"]),
        ]).Select(rule => (rule.Label, (IEnumerable<string>)rule.Zones))),
        escalateBelow);

    public static RoutableCandidate Local(string id, bool automatic = true, string? unavailable = null) =>
        new(id, true, "device", id, [], automatic, false, unavailable);

    public static RoutableCandidate Provider(string name, string model, string zone = "any", bool automatic = true) =>
        new($"{name}/{model}", false, zone, model, [model], automatic, false);

    public static RoutableCandidate OpenEnded(string name, string model = "", string zone = "any") =>
        new(name, false, zone, model, [], true, true);

    public static RoutePlan Plan(
        string model, RoutableCandidate[] candidates, Label? label = null, bool needsProvider = false, RoutePolicy? policy = null, params string[] failing) =>
        RoutePlanner.Plan(
            new RouteQuery(model, label, needsProvider),
            policy ?? Policy(),
            candidates,
            id => failing.Contains(id) ? new CandidateHealth(10, 10, CandidateHealth.FailingAfterErrorsInARow) : default);

    public static string[] Ids(this RoutePlan plan) => [.. plan.Candidates.Select(candidate => candidate.Id)];
}
