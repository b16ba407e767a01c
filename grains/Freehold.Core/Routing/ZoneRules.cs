using System.Collections.Immutable;
using Freehold.Core.Labels;

namespace Freehold.Core.Routing;

/// <summary>Where requests of each label may be answered. A label without a rule may go nowhere.</summary>
public sealed class ZoneRules
{
    /// <summary>The zone name that allows all zones.</summary>
    public const string AnyZone = "any";

    private readonly ImmutableDictionary<Label, ImmutableHashSet<string>> _zones;

    /// <summary>Makes the rules; a label that stands more than once gets the zones that all its rules allow.</summary>
    public ZoneRules(IEnumerable<(Label Label, IEnumerable<string> Zones)> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var zones = ImmutableDictionary.CreateBuilder<Label, ImmutableHashSet<string>>();
        foreach (var (label, allowed) in rules)
        {
            var set = allowed.ToImmutableHashSet(StringComparer.Ordinal);
            zones[label] = zones.TryGetValue(label, out var before) ? Both(before, set) : set;
        }

        _zones = zones.ToImmutable();
    }

    /// <summary>True where a request of <paramref name="label"/> may be answered in <paramref name="zone"/>.</summary>
    public bool Allows(Label label, string zone) =>
        _zones.TryGetValue(label, out var allowed) && (allowed.Contains(AnyZone) || allowed.Contains(zone));

    /// <summary>True where requests of <paramref name="label"/> may go nowhere.</summary>
    public bool IsEmpty(Label label) => !_zones.TryGetValue(label, out var allowed) || allowed.IsEmpty;

    /// <summary>The zones of a label in order of their names; empty where it may go nowhere.</summary>
    public IReadOnlyList<string> Of(Label label) => _zones.TryGetValue(label, out var allowed) ? [.. allowed.Order(StringComparer.Ordinal)] : [];

    private static ImmutableHashSet<string> Both(ImmutableHashSet<string> a, ImmutableHashSet<string> b) =>
        a.Contains(AnyZone) ? b : b.Contains(AnyZone) ? a : a.Intersect(b);
}
