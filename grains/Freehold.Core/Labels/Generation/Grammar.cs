using System.Reflection;

namespace Freehold.Core.Labels.Generation;

/// <summary>The rules of all texts, read from the resources beside this file. Immutable; shared by all threads.</summary>
internal sealed class Grammar
{
    private static readonly Lazy<Grammar> SharedGrammar = new(() => new Grammar(GrammarParser.Parse(ResourceLines())));

    private readonly Dictionary<string, GrammarRule> _rules;
    private readonly Dictionary<string, NovelWords> _novel;

    public Grammar(Dictionary<string, GrammarRule> rules)
    {
        _rules = rules;
        _novel = rules.Where(rule => rule.Value.Words.Length > 0)
            .ToDictionary(rule => rule.Key, rule => new NovelWords(rule.Value.Words), StringComparer.Ordinal);
    }

    public static Grammar Shared => SharedGrammar.Value;

    public IEnumerable<KeyValuePair<string, GrammarRule>> Rules => _rules;

    public string Novel(string list, Random random) => _novel[list].Next(random);

    public GrammarPart[] Choose(string rule, Random random)
    {
        var (alternatives, cumulative, _) = _rules[rule];
        var drawn = Array.BinarySearch(cumulative, random.Next(cumulative[^1]) + 1);
        return alternatives[drawn < 0 ? ~drawn : drawn].Parts;
    }

    private static IEnumerable<string> ResourceLines()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.Contains(".Generation.Grammar.", StringComparison.Ordinal));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line) yield return line;
        }
    }
}
