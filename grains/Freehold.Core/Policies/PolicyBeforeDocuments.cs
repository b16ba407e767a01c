using System.Globalization;
using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Core.Policies;

/// <summary>Turns a policy that was stored before policies were documents into one.</summary>
public static class PolicyBeforeDocuments
{
    private static readonly Label[] WeakestFirst = [Label.Public, Label.Internal, Label.Confidential, Label.Restricted];

    /// <summary>
    /// The document that allows what the stored policy allowed. Where that contradicted itself, what a stricter label may and a weaker one
    /// may not is left out.
    /// </summary>
    /// <param name="defaultLabel">The label of requests that bring none.</param>
    /// <param name="zones">Where each label may go.</param>
    /// <param name="escalateBelowConfidence">
    /// Mean log-probability of a token below which a local answer was not kept. Its exponential, the geometric mean of the probabilities,
    /// is what stands for the probability of being right until there is a calibration.
    /// </param>
    public static string ToText(Label defaultLabel, ZoneRules zones, double? escalateBelowConfidence)
    {
        ArgumentNullException.ThrowIfNull(zones);
        var rules = new StringBuilder();
        var stated = new List<(Label Label, string[] Zones)>();
        foreach (var label in WeakestFirst)
        {
            string[] allowed =
            [
                .. zones.Of(label).Where(zone => stated.All(
                    weaker => weaker.Zones.Contains(zone) || weaker.Zones.Contains(ZoneRules.AnyZone))),
            ];
            if (allowed.Length > 0)
            {
                stated.Add((label, allowed));
                var list = string.Join(", ", allowed.Select(zone => $"\"{zone}\""));
                rules.AppendLine(CultureInfo.InvariantCulture, $"  {Name(label)}: [{list}]");
            }
        }

        // A default label that may go nowhere let nothing through; the next stricter one that may go somewhere never lets out more.
        var standing = stated.Where(rule => rule.Label >= defaultLabel).Select(rule => (Label?)rule.Label).FirstOrDefault();
        if (standing is null)
        {
            rules.Clear().AppendLine("  restricted: [device]");
        }

        var cascade = escalateBelowConfidence is { } confidence
            ? string.Create(CultureInfo.InvariantCulture, $"cascade: {{escalate_below: {Math.Clamp(Math.Exp(confidence), 0, 1):0.####}}}\n")
            : "";
        return $"default_label: {Name(standing ?? Label.Restricted)}\nzones:\n{rules}{cascade}";
    }

    private static string Name(Label label) => label.ToString().ToLowerInvariant();
}
