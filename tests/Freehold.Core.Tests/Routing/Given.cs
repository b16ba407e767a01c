using Freehold.Core.Economics;
using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using Freehold.Core.Tests.Policies;

namespace Freehold.Core.Tests.Routing;

/// <summary>What the planner's tests are given.</summary>
internal static class Given
{
    public static WorkloadPolicy Policy(string document = RoutingPolicyDocument.DefaultText) => PolicyText.Sound(document).Tenant;

    public static RoutableCandidate Local(string id, bool automatic = true, string? unavailable = null) =>
        new(id, true, "device", id, [], automatic, false, unavailable);

    public static RoutableCandidate Provider(string name, string model, string zone = "any", bool automatic = true, double usdPerMillion = 0) =>
        new($"{name}/{model}", false, zone, model, [model], automatic, false, Price: Price(usdPerMillion));

    public static RoutableCandidate OpenEnded(string name, string model = "", string zone = "any") =>
        new(name, false, zone, model, [], true, true);

    public static TokenPrice Price(double usdPerMillion) =>
        new((long)(usdPerMillion * 1_000_000), (long)(usdPerMillion * 1_000_000), (long)(usdPerMillion * 1_000_000));

    public static RoutePlan Plan(
        string model, RoutableCandidate[] candidates, Label? label = null, bool needsProvider = false, WorkloadPolicy? policy = null,
        params string[] failing) =>
        RoutePlanner.Plan(new RouteQuery(model, label, needsProvider), null, policy ?? Policy(), Table(candidates, failing));

    public static RoutingTable Table(RoutableCandidate[] candidates, string[] failing) => new(
        candidates, id => failing.Contains(id) ? new CandidateRecord(new CandidateHealth(10, 10, CandidateHealth.FailingAfterErrorsInARow)) : default);

    public static string[] Ids(this RoutePlan plan) => [.. plan.Candidates.Select(candidate => candidate.Id)];

    /// <summary>Weights that expect the same of every request.</summary>
    public static QualitySource Quality(params (string Id, double Mean, double Deviation)[] arms) =>
        new("w-1", new FixedQuality(arms), id => Array.FindIndex(arms, arm => arm.Id == id));

    private sealed class FixedQuality((string Id, double Mean, double Deviation)[] arms) : Freehold.Core.Learning.IQualityModel
    {
        public int Arms => arms.Length;

        public void Estimate(RequestFeatures features, Span<double> mean, Span<double> deviation)
        {
            for (var i = 0; i < arms.Length; i++)
            {
                (mean[i], deviation[i]) = (arms[i].Mean, arms[i].Deviation);
            }
        }
    }
}
