using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Learning.Bandits;
using Freehold.Core.Policies;

namespace Freehold.Core.Routing;

/// <summary>
/// Plans who answers one request. Named candidates are tried local ones first; <c>auto</c> keeps to those within the limits of the policy,
/// orders them by what it prefers, and now and then, within its exploration budget, lets another one lead. Pure: the same input gives the
/// same plan.
/// </summary>
public static class RoutePlanner
{
    /// <summary>The model name that lets the policy choose.</summary>
    public const string Auto = "auto";

    /// <summary>Most arms that are kept on the caller's stack.</summary>
    private const int MaxStackArms = 64;

    /// <summary>Plans one request.</summary>
    /// <param name="query">The request.</param>
    /// <param name="features">What is known of its prompt; null where nothing is.</param>
    /// <param name="policy">What holds for its workload.</param>
    /// <param name="table">Everybody who could answer.</param>
    public static RoutePlan Plan(in RouteQuery query, RequestFeatures? features, WorkloadPolicy policy, RoutingTable table)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(table);

        var label = LabelRules.Decide(query.Label, policy.DefaultLabel);
        var auto = query.Model == Auto;
        var known = auto ? table.Automatic : table.Named(query.Model);
        if (known.Length == 0)
        {
            return Nobody(label, [], auto || table.Candidates.Count == 0 ? PlanRefusal.NoCandidates : PlanRefusal.UnknownModel);
        }

        var sieve = Sieve(query, features, policy, table, known, label, auto);
        return sieve.Allowed.Count == 0
            ? Nobody(label, sieve.LeftOut, sieve.Refusal)
            : auto ? Automatic(query, policy, sieve, label) : Named(sieve, label);
    }

    private static Sieved Sieve(
        in RouteQuery query, RequestFeatures? features, WorkloadPolicy policy, RoutingTable table, KnownCandidate[] known,
        Label label, bool auto)
    {
        var arms = table.Quality?.Model.Arms ?? 0;
        var mean = arms <= RoutingTable.MaxStackArms ? stackalloc double[arms] : new double[arms];
        var deviation = arms <= RoutingTable.MaxStackArms ? stackalloc double[arms] : new double[arms];
        var beyond = query.RedactedLabel is { } redacted ? LabelRules.Decide(redacted, policy.DefaultLabel) : label;
        var isKnown = table.TryEstimate(features, mean, deviation);
        var sieved = new Sieved(known.Length);
        foreach (var candidate in known)
        {
            var match = candidate.Match;
            var hasQuality = isKnown && candidate.Arm >= 0;
            var estimate = CandidateEstimate.Of(
                match.Candidate.Price, candidate.Record, query, hasQuality ? mean[candidate.Arm] : null,
                hasQuality ? deviation[candidate.Arm] : null);

            // Placeholders go to providers only; and not to those on this device, which get the text as it is.
            var there = match.Candidate.IsLocal || match.Candidate.Zone == ZoneName.Device ? label : beyond;
            var (why, reason) = Eligibility.Refuse(match.Candidate, there, policy, query);
            if (why == PlanRefusal.None && auto && Eligibility.BeyondLimit(estimate, policy.Objective) is { } limit)
            {
                (why, reason) = (PlanRefusal.LimitExceeded, limit);
            }

            sieved.Add(candidate, estimate, why, reason);
        }

        return sieved;
    }

    /// <summary>A named model: the policy's label holds, its objective does not, because the client has chosen.</summary>
    private static RoutePlan Named(Sieved sieve, Label label)
    {
        var planned = new List<PlannedCandidate>(sieve.Allowed.Count);
        foreach (var (isFailing, isLocal) in (ReadOnlySpan<(bool, bool)>)[(false, true), (false, false), (true, true), (true, false)])
        {
            foreach (var (candidate, estimate) in sieve.Allowed)
            {
                if (candidate.Record.Health.IsFailing == isFailing && candidate.Match.Candidate.IsLocal == isLocal)
                {
                    var match = candidate.Match;
                    planned.Add(new PlannedCandidate(
                        match.Index, match.Id, match.Model, Reason(candidate, "named"), estimate, planned.Count == 0 ? 1 : 0, null));
                }
            }
        }

        return new RoutePlan(planned, sieve.LeftOut, label, PlanRefusal.None, planned[0].Reason);
    }

    private static RoutePlan Automatic(in RouteQuery query, WorkloadPolicy policy, Sieved sieve, Label label)
    {
        var arms = sieve.Allowed.Count <= MaxStackArms ? stackalloc RouteArm[sieve.Allowed.Count] : new RouteArm[sieve.Allowed.Count];
        arms = arms[..sieve.ToArms(arms)];
        Sort(arms, policy.Objective);
        var lead = Stay(arms, sieve, query, policy.Objective, out var holds);

        Span<double> propensities = arms.Length <= MaxStackArms ? stackalloc double[arms.Length] : new double[arms.Length];
        Explore(arms, holds ? 0 : policy.Exploration, policy.Objective, propensities);
        var drawn = Math.Max(0, ExplorationPolicy.Draw(propensities, query.Draw));
        if (drawn != 0)
        {
            lead = "explored";
            MoveToFront(arms, drawn);
            MoveToFront(propensities, drawn);
        }

        Escalate(arms, propensities, sieve, policy.Cascade);
        return ToPlan(arms, propensities, sieve, policy.Cascade, label, lead);
    }

    /// <summary>Insertion sort: few arms, and equals keep their order.</summary>
    private static void Sort(Span<RouteArm> arms, RoutingObjective objective)
    {
        for (var i = 1; i < arms.Length; i++)
        {
            var arm = arms[i];
            var at = i;
            for (; at > 0 && arm.Precedes(arms[at - 1], objective); at--)
            {
                arms[at] = arms[at - 1];
            }

            arms[at] = arm;
        }
    }

    /// <summary>Puts the holder of the conversation's prefix first, unless the best is worth the switch; says why the first is first.</summary>
    private static string Stay(Span<RouteArm> arms, Sieved sieve, in RouteQuery query, RoutingObjective objective, out bool holds)
    {
        holds = false;
        for (var i = 0; i < arms.Length && query is { HeldBy: not null, HeldTokens: > 0 }; i++)
        {
            if (sieve.Allowed[arms[i].First].Candidate.Match.Id == query.HeldBy && !arms[i].IsFailing)
            {
                holds = true;
                if (i > 0 && arms[0].IsWorthSwitching(arms[i], query.HeldTokens, objective))
                {
                    return "worth leaving the model that holds the conversation";
                }

                MoveToFront(arms, i);
                return "holds the conversation";
            }
        }

        return objective.Prefer switch
        {
            RoutingPreference.Value => "best value for its price",
            RoutingPreference.Quality => "best expected quality",
            RoutingPreference.Latency => "fastest within the limits",
            _ => "cheapest within the limits",
        };
    }

    /// <summary>
    /// The probability of each arm to lead. The best by the objective leads; how much of the budget another one gets follows from how far
    /// its expected quality lies below the leader's. Who is not known yet is taken to be as good: that is worth finding out.
    /// </summary>
    private static void Explore(ReadOnlySpan<RouteArm> arms, double budget, RoutingObjective objective, Span<double> propensities)
    {
        Span<double> utility = arms.Length <= MaxStackArms ? stackalloc double[arms.Length] : new double[arms.Length];
        Span<double> deviation = arms.Length <= MaxStackArms ? stackalloc double[arms.Length] : new double[arms.Length];
        var byValue = objective.Prefer == RoutingPreference.Value;
        var best = byValue ? arms[0].ValueBy(objective) : arms[0].Estimate.Quality ?? 0;
        for (var i = 0; i < arms.Length; i++)
        {
            var estimate = arms[i].Estimate;
            var isAnArm = i == 0 || !arms[i].IsFailing;
            var own = estimate.Quality is null ? best : byValue ? arms[i].ValueBy(objective) : estimate.Quality.Value;
            utility[i] = isAnArm ? Math.Min(best, own) : double.NaN;
            deviation[i] = estimate.QualityDeviation ?? 1;
        }

        ExplorationPolicy.Distribute(utility, deviation, budget, propensities);
    }

    /// <summary>Puts the policy's escalation partner right behind a local leader.</summary>
    private static void Escalate(Span<RouteArm> arms, Span<double> propensities, Sieved sieve, CascadePolicy cascade)
    {
        if (!cascade.Enabled || cascade.EscalateTo is not { } partner || !arms[0].IsLocal)
        {
            return;
        }

        for (var i = 2; i < arms.Length; i++)
        {
            if (sieve.Allowed[arms[i].First].Candidate.Match.Id == partner && !arms[i].IsFailing)
            {
                MoveToFront(arms[1..], i - 1);
                MoveToFront(propensities[1..], i - 1);
                return;
            }
        }
    }

    private static RoutePlan ToPlan(
        ReadOnlySpan<RouteArm> arms, ReadOnlySpan<double> propensities, Sieved sieve, CascadePolicy cascade, Label label, string lead)
    {
        var planned = new List<PlannedCandidate>(sieve.Allowed.Count);
        var lastProvider = arms.Length - 1;
        while (lastProvider >= 0 && arms[lastProvider].IsLocal)
        {
            lastProvider--;
        }

        for (var i = 0; i < arms.Length; i++)
        {
            // A cascade needs somebody to escalate to.
            var keepAt = cascade.Enabled && arms[i].IsLocal && i < lastProvider ? cascade.EscalateBelow : (double?)null;
            for (var place = 0; place < arms[i].Places; place++)
            {
                var (candidate, estimate) = sieve.Allowed[arms[i].First + place];
                planned.Add(new PlannedCandidate(
                    candidate.Match.Index, candidate.Match.Id, candidate.Match.Model, Reason(candidate, i == 0 ? lead : "next"), estimate,
                    place == 0 ? propensities[i] : 0, keepAt));
            }
        }

        return new RoutePlan(planned, sieve.LeftOut, label, PlanRefusal.None, "auto: " + planned[0].Reason);
    }

    private static string Reason(in KnownCandidate candidate, string reason) => candidate.Record.Health is { IsFailing: true } health
        ? $"{reason}, moved back: {health.ErrorsInARow} errors in a row"
        : reason;

    private static void MoveToFront<T>(Span<T> values, int index)
    {
        var value = values[index];
        values[..index].CopyTo(values[1..]);
        values[0] = value;
    }

    private static RoutePlan Nobody(Label label, IReadOnlyList<LeftOutCandidate> leftOut, PlanRefusal refusal) =>
        new([], leftOut, label, refusal, refusal switch
        {
            PlanRefusal.UnknownModel => "refused: unknown model",
            PlanRefusal.LabelForbidsZone => "refused: the label forbids every zone",
            PlanRefusal.NotSupportedByModel => "refused: no candidate can serve this request",
            PlanRefusal.Unavailable => "refused: no candidate is able to answer now",
            PlanRefusal.LimitExceeded => "refused: no candidate is within the limits of the policy",
            _ => "refused: no candidates",
        });
}
