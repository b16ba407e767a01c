namespace Freehold.Inference.Templates.Values;

/// <summary>A mapping in the order of insertion.</summary>
internal sealed class TemplateMap : TemplateValue
{
    private readonly Dictionary<TemplateValue, int> _places;

    /// <summary>Of several entries with one key the last one's value counts, at the first one's place, as in Python.</summary>
    /// <param name="entries">Keys, each of which <see cref="KeyComparer.IsKey"/>, and values.</param>
    public TemplateMap(IReadOnlyCollection<KeyValuePair<TemplateValue, TemplateValue>> entries)
    {
        _places = new Dictionary<TemplateValue, int>(entries.Count, KeyComparer.Instance);
        var kept = new List<KeyValuePair<TemplateValue, TemplateValue>>(entries.Count);
        foreach (var entry in entries)
        {
            if (_places.TryAdd(entry.Key, kept.Count))
                kept.Add(entry);
            else
                kept[_places[entry.Key]] = new(kept[_places[entry.Key]].Key, entry.Value);
        }

        Entries = [.. kept];
        Depth = ValueDepth.Above([.. kept.Select(entry => entry.Value)]);
    }

    public KeyValuePair<TemplateValue, TemplateValue>[] Entries { get; }

    public override string TypeName => "dict";

    public override bool IsTrue => Entries.Length > 0;

    public override int Depth { get; }

    /// <summary>The value of a key; null where there is none.</summary>
    public TemplateValue? Find(RenderBudget budget, TemplateValue key) =>
        _places.TryGetValue(KeyComparer.Check(budget, key), out var place) ? Entries[place].Value : null;
}
