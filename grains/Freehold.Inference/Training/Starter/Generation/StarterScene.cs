using System.Text;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>One dialog in the making: its values are drawn once, and are the same wherever they are named.</summary>
internal sealed class StarterScene(StarterGrammar grammar, SplitMix64 random, bool heldOut)
{
    private const int MaxDraws = 1000;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public SplitMix64 Random => random;

    /// <summary>Values drawn so far, by name.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public void Bind(string name, string value) => _values[name] = value;

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>A line for this side of the split: of the held-out ones where there are any and this is for measuring.</summary>
    public GrammarLine Choose(IReadOnlyList<GrammarLine> lines)
    {
        var fitting = lines.Where(line => line.IsHeldOut == heldOut).ToArray();
        return Pick(fitting.Length > 0 ? fitting : lines);
    }

    /// <summary>The dialog's value of a name. NAME2 is another one than NAME.</summary>
    public string Value(string name)
    {
        if (_values.TryGetValue(name, out var known))
            return known;
        var other = name[^1] == '2' ? Value(name[..^1]) : null;
        string value;
        do
        {
            value = InventedValues.Names.Contains(name) ? InventedValues.Make(name, this) : Draw(name);
        }
        while (value == other);
        return _values[name] = value;
    }

    /// <summary>A rule's text, drawn anew.</summary>
    public string Draw(string rule) => Expand(Choose(grammar.Find(rule)!.Lines));

    /// <summary>A made value of this side of the split.</summary>
    public string Unseen(Func<SplitMix64, string> make)
    {
        for (var draws = 0; draws < MaxDraws; draws++)
        {
            var value = make(random);
            if ((Hash(value) % InventedValues.HeldOutOneIn == 0) == heldOut)
                return value;
        }

        throw new InvalidOperationException($"In {MaxDraws} draws none was on the wanted side of the split.");
    }

    /// <summary>The text of a line.</summary>
    public string Expand(GrammarLine line)
    {
        var text = new StringBuilder();
        Expand(line.Parts, text);
        return text.ToString();
    }

    private void Expand(GrammarPart[] parts, StringBuilder text)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    text.Append(literal.Text);
                    break;
                case ChoicePart choice:
                    Expand(Pick(choice.Options), text);
                    break;
                case ReferencePart { Name: var name }:
                    text.Append(_values.ContainsKey(name) || grammar.Find(name) is not { IsValue: false } ? Value(name) : Draw(name));
                    break;
            }
        }
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, letter) => (hash ^ letter) * 16_777_619u);
}
