using Freehold.Core.Labels;
using Freehold.Core.Rules;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads a whole document; every fault is noted, and only a document without any becomes a policy.</summary>
internal static class PolicyReader
{
    private static readonly string[] WorkloadKeys = ["default_label", "zones", "objective", "exploration", "cascade", "rewards", "rules",
        "training", "distill", "examples"];

    private static readonly string[] TenantKeys =
        ["default_label", "zones", "labels", "objective", "exploration", "cascade", "rewards", "training", "rules", "workloads"];

    private static readonly (string, RoutingPreference)[] Preferences =
        [("cost", RoutingPreference.Cost), ("quality", RoutingPreference.Quality), ("latency", RoutingPreference.Latency), ("value", RoutingPreference.Value)];

    public static RoutingPolicyDocument? Read(string text, out IReadOnlyList<PolicyFault> faults)
    {
        var found = new PolicyFaults();
        var document = PolicyParser.Parse(text, found) is { } root && PolicySection.Open(root, "", found, TenantKeys) is { } section
            ? ReadTenant(text, section)
            : null;
        faults = found.ToList();
        return found.Any ? null : document;
    }

    private static RoutingPolicyDocument ReadTenant(string text, PolicySection section)
    {
        var zones = ZonesReader.Read(section, null);
        var label = section.Choice("default_label", LabelsReader.LabelNames) ?? Label.Internal;
        ZonesReader.CheckDefault(section, label, zones);
        var rules = new RulesReader(section.Faults);
        var tenant = ReadShared(section, rules, new WorkloadPolicy { DefaultLabel = label, Zones = zones }, null) with
        {
            Training = TrainingReader.Read(section, null),
        };
        return new RoutingPolicyDocument(text, LabelsReader.Read(section), tenant, ReadWorkloads(section, tenant, rules));
    }

    private static List<WorkloadPolicy> ReadWorkloads(PolicySection section, WorkloadPolicy tenant, RulesReader rules)
    {
        var workloads = new List<WorkloadPolicy>();
        if (section.Find("workloads") is not { } node)
        {
            return workloads;
        }

        if (node is not PolicyMapping mapping || mapping.Entries.Count > PolicyBounds.MaxWorkloads)
        {
            section.Fault(node, "workloads", $"a mapping of at most {PolicyBounds.MaxWorkloads} workloads is expected here",
                "write 'NAME:' and its settings below");
            return workloads;
        }

        foreach (var (key, value) in mapping.Entries)
        {
            var path = $"workloads.{key.Text}";
            if (!WorkloadName.IsValid(key.Text))
            {
                section.Faults.Add(key, "workloads", $"'{key.Text}' is no name of a workload", WorkloadName.Remedy);
            }
            else if (workloads.Exists(known => known.Name == key.Text))
            {
                section.Faults.Add(key, path, "the workload stands twice", "keep one of them");
            }
            else if (value is PolicyScalar { IsNothing: true })
            {
                workloads.Add(tenant with { Name = key.Text });
            }
            else if (PolicySection.Open(value, path, section.Faults, WorkloadKeys) is { } inner)
            {
                workloads.Add(ReadWorkload(key.Text, inner, tenant, rules));
            }
        }

        return workloads;
    }

    private static WorkloadPolicy ReadWorkload(string name, PolicySection section, WorkloadPolicy tenant, RulesReader rules)
    {
        var zones = section.Find("zones") is null ? tenant.Zones : ZonesReader.Read(section, tenant.Zones);
        var label = section.Choice("default_label", LabelsReader.LabelNames) ?? tenant.DefaultLabel;
        if (label < tenant.DefaultLabel)
        {
            section.Fault(section.Find("default_label")!, "default_label",
                $"it is weaker than the tenant's, {LabelsReader.NameOf(tenant.DefaultLabel)}",
                "a workload may only be stricter, since a client names it");
        }

        ZonesReader.CheckDefault(section, label, zones);
        var training = TrainingReader.Read(section, tenant.Training);
        return ReadShared(section, rules, tenant with { DefaultLabel = label, Zones = zones, Name = name }, tenant.Rules) with
        {
            Training = training,
            Distill = DistillReader.Read(section, training),
            Examples =
            [
                .. section.Texts("examples", PolicyBounds.MaxExamples, PolicyBounds.MaxExampleLength).Select(example => example.Text),
            ],
        };
    }

    /// <summary>What a tenant and a workload may state alike; <paramref name="basis"/> says what holds where nothing is stated.</summary>
    private static WorkloadPolicy ReadShared(PolicySection section, RulesReader rules, WorkloadPolicy basis, RuleSet? outer) => basis with
    {
        Objective = ReadObjective(section, basis.Objective),
        Exploration = section.Number("exploration", 0, PolicyBounds.MaxExploration) ?? basis.Exploration,
        Cascade = ReadCascade(section, basis.Cascade),
        Rewards = RewardsReader.Read(section, basis.Rewards),
        Rules = rules.Read(section, outer),
    };

    private static RoutingObjective ReadObjective(PolicySection parent, RoutingObjective basis)
    {
        if (parent.Section("objective", ["min_quality", "max_cost_usd", "max_latency_p95_ms", "prefer", "quality_worth_usd"]) is not { } section)
        {
            return basis;
        }

        return new RoutingObjective(
            section.Number("min_quality", 0, 1) ?? basis.MinQuality,
            section.Number("max_cost_usd", 0, 1_000) is { } usd ? (long)Math.Round(usd * 1_000_000) : basis.MaxCostMicroUsd,
            section.Number("max_latency_p95_ms", 1, 3_600_000) ?? basis.MaxLatencyP95Ms,
            section.Choice("prefer", Preferences) ?? basis.Prefer,
            section.Number("quality_worth_usd", 0.000_1, 1_000) is { } worth ? (long)Math.Round(worth * 1_000_000) : basis.QualityWorthMicroUsd);
    }

    private static CascadePolicy ReadCascade(PolicySection parent, CascadePolicy basis)
    {
        if (parent.Section("cascade", ["enabled", "escalate_below", "escalate_to", "self_consistency"]) is not { } section)
        {
            return basis;
        }

        var enabled = section.Flag("enabled");
        foreach (var key in (string[])["escalate_below", "escalate_to", "self_consistency"])
        {
            if (enabled == false && section.Find(key) is { } idle)
            {
                section.Fault(idle, key, "the cascade is off, so this says nothing", "set enabled: true, or remove it");
            }
        }

        return new CascadePolicy(
            enabled ?? true,
            section.Number("escalate_below", 0, 1) ?? basis.EscalateBelow,
            section.Text("escalate_to", PolicyBounds.MaxNameLength) ?? basis.EscalateTo,
            section.Whole("self_consistency", 1, PolicyBounds.MaxSelfConsistency) ?? basis.SelfConsistency);
    }
}
