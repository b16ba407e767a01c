using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the section <c>zones</c> and what contradicts itself in it.</summary>
internal static class ZonesReader
{
    /// <summary>Zones of one label.</summary>
    private const int MaxZones = 1_000;

    private static readonly (Label, IEnumerable<string>)[] Defaults =
    [
        (Label.Public, [ZoneRules.AnyZone]),
        (Label.Internal, [ZoneRules.AnyZone]),
        (Label.Confidential, ["device", "onprem"]),
        (Label.Restricted, ["device"]),
    ];

    /// <summary>
    /// The zones that are stated, else the defaults; <paramref name="outer"/> are the tenant's, which a workload may not leave.
    /// </summary>
    public static ZoneRules Read(PolicySection parent, ZoneRules? outer)
    {
        if (parent.Find("zones") is null || parent.Section("zones",
            [.. LabelsReader.LabelNames.Select(label => label.Name)]) is not { } section)
        {
            return new ZoneRules(Defaults);
        }

        var stated = new List<(Label Label, List<(string Zone, PolicyNode Place)> Zones)>();
        foreach (var (name, label) in LabelsReader.LabelNames)
        {
            if (section.Find(name) is not null)
            {
                stated.Add((label, ReadZones(section, name)));
            }
        }

        var rules = new ZoneRules(stated.Select(rule => (rule.Label, rule.Zones.Select(zone => zone.Zone))));
        foreach (var (label, zones) in stated)
        {
            foreach (var (zone, place) in zones.Where(zone => ZoneName.IsValid(zone.Zone)))
            {
                CheckNotWider(section, label, zone, place, [.. stated.Select(rule => rule.Label)], rules, outer);
            }
        }

        return rules;
    }

    /// <summary>Requests that bring no label must have somewhere to go.</summary>
    public static void CheckDefault(PolicySection section, Label label, ZoneRules zones)
    {
        if (zones.IsEmpty(label))
        {
            section.Fault(
                section.Find("zones") ?? section.Find("default_label") ?? section.Node, "zones",
                $"default_label is {LabelsReader.NameOf(label)}, and that label has no zone, so no request could be answered",
                $"add '{LabelsReader.NameOf(label)}: [device]', or change default_label");
        }
    }

    private static List<(string Zone, PolicyNode Place)> ReadZones(PolicySection section, string label)
    {
        var zones = new List<(string Zone, PolicyNode Place)>();
        if (section.Find(label) is PolicyList { Items.Count: 0 })
        {
            return zones; // Nowhere, and meant so.
        }

        foreach (var (zone, place) in section.Texts(label, MaxZones, PolicyBounds.MaxNameLength))
        {
            if (!ZoneName.IsValid(zone))
            {
                section.Fault(place, label, $"unknown zone '{zone}'", HintFor(zone));
            }

            if (zones.Exists(known => known.Zone == zone))
            {
                section.Fault(place, label, $"zone '{zone}' stands twice", "keep one of them");
            }
            else
            {
                zones.Add((zone, place));
            }
        }

        return zones;
    }

    private static string HintFor(string zone) => NameHint.For(zone, ["device", "onprem", ZoneRules.AnyZone]) is var hint
        && hint.StartsWith("did", StringComparison.Ordinal) ? hint : ZoneName.Remedy;

    private static void CheckNotWider(
        PolicySection section, Label label, string zone, PolicyNode place, Label[] stated, ZoneRules rules, ZoneRules? outer)
    {
        var name = LabelsReader.NameOf(label);
        foreach (var weaker in stated)
        {
            if (weaker < label && !rules.IsEmpty(weaker) && !rules.Allows(weaker, zone))
            {
                section.Fault(place, name, $"{name} is stricter than {LabelsReader.NameOf(weaker)}, and may go to '{zone}' where {LabelsReader.NameOf(weaker)} may not",
                    $"remove '{zone}' here, or allow it for {LabelsReader.NameOf(weaker)} too");
                return;
            }
        }

        if (outer is not null && !outer.Allows(label, zone))
        {
            section.Fault(place, name, $"the tenant's zones for {name} do not include '{zone}'",
                "a workload may only narrow them, since a client names it: remove the zone, or allow it for the tenant");
        }
    }
}
