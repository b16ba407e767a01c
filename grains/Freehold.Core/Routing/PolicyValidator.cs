using Freehold.Core.Labels;

namespace Freehold.Core.Routing;

/// <summary>Finds what is wrong with a tenant's policy before it is put in force.</summary>
public static class PolicyValidator
{
    /// <summary>One message for each fault, with what, where and what to do; empty for a sound policy.</summary>
    /// <param name="defaultLabel">The label of requests without one.</param>
    /// <param name="rules">Zones of each label.</param>
    /// <param name="escalateBelowConfidence">Mean log-probability; at most 0.</param>
    public static IReadOnlyList<string> Validate(
        Label defaultLabel, IReadOnlyList<(Label Label, IReadOnlyList<string> Zones)> rules, double? escalateBelowConfidence)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var faults = new List<string>();
        if (!Enum.IsDefined(defaultLabel))
        {
            faults.Add($"defaultLabel is '{defaultLabel}': use Public, Internal, Confidential or Restricted.");
        }

        var seen = new HashSet<Label>();
        for (var i = 0; i < rules.Count; i++)
        {
            var (label, zones) = rules[i];
            if (!Enum.IsDefined(label))
            {
                faults.Add($"zones[{i}].label is '{label}': use Public, Internal, Confidential or Restricted.");
            }
            else if (!seen.Add(label))
            {
                faults.Add($"zones[{i}].label: {label} has a rule already; keep one rule for each label.");
            }

            for (var j = 0; j < zones.Count; j++)
            {
                if (!ZoneName.IsValid(zones[j]))
                {
                    faults.Add($"zones[{i}].zones[{j}] is '{zones[j]}': {ZoneName.Remedy}.");
                }
            }
        }

        if (escalateBelowConfidence is { } threshold && !(threshold <= 0 && double.IsFinite(threshold)))
        {
            faults.Add($"escalateBelowConfidence is {threshold}: it is a mean log-probability, so give a number of at most 0, or null.");
        }

        return faults;
    }
}
