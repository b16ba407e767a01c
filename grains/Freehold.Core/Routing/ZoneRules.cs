using System.Collections.Frozen;
using Freehold.Core.Labels;

namespace Freehold.Core.Routing;

/// <summary>Where requests of each label may be answered. A label without a rule may go nowhere.</summary>
public sealed class ZoneRules
{
    /// <summary>The zone name that allows all zones.</summary>
    public const string AnyZone = "any";

    private readonly FrozenSet<string>?[] _zones = new FrozenSet<string>?[Enum.GetValues<Label>().Length];

    /// <summary>Makes the rules; a label that stands more than once gets the zones that all its rules allow.</summary>
    public ZoneRules(IEnumerable<(Label Label, IEnumerable<string> Zones)> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (var (label, allowed) in rules)
        {
            if (Enum.IsDefined(label))
            {
                var set = allowed.ToFrozenSet(StringComparer.Ordinal);
                _zones[(int)label] = _zones[(int)label] is { } before ? Both(before, set) : set;
            }
        }
    }

    /// <summary>True where a request of <paramref name="label"/> may be answered in <paramref name="zone"/>.</summary>
    public bool Allows(Label label, string zone) => Find(label) is { } allowed && (allowed.Contains(AnyZone) || allowed.Contains(zone));

    /// <summary>True where requests of <paramref name="label"/> may go nowhere.</summary>
    public bool IsEmpty(Label label) => Find(label) is not { Count: > 0 };

    /// <summary>The zones of a label in order of their names; empty where it may go nowhere.</summary>
    public IReadOnlyList<string> Of(Label label) => Find(label) is { } allowed ? [.. allowed.Order(StringComparer.Ordinal)] : [];

    private FrozenSet<string>? Find(Label label) => Enum.IsDefined(label) ? _zones[(int)label] : null;

    private static FrozenSet<string> Both(FrozenSet<string> a, FrozenSet<string> b) =>
        a.Contains(AnyZone) ? b : b.Contains(AnyZone) ? a : a.Intersect(b).ToFrozenSet(StringComparer.Ordinal);
}
