using System.Collections.Frozen;
using System.Numerics;
using Freehold.Core.Labels.Generation;

namespace Freehold.Core.Labels.Tagging;

/// <summary>Which of the grammar's lists a word is in, by its hash: open addressing over 32-bit hashes. Immutable.</summary>
internal sealed class Lexicon
{
    private const int ShortestPart = 4;

    private static readonly FrozenDictionary<string, WordTraits> TraitsByList = new Dictionary<string, WordTraits>(StringComparer.Ordinal)
    {
        ["common"] = WordTraits.Common,
        ["adj"] = WordTraits.Common,
        ["noun"] = WordTraits.Common,
        ["number1"] = WordTraits.Common,
        ["given"] = WordTraits.Given,
        ["nick"] = WordTraits.Given,
        ["last"] = WordTraits.Surname,
        ["city"] = WordTraits.City,
        ["country"] = WordTraits.Country,
        ["region"] = WordTraits.Country,
        ["nationality"] = WordTraits.Nationality,
        ["nation"] = WordTraits.Nationality,
        ["group"] = WordTraits.Nationality,
        ["street"] = WordTraits.Street,
        ["brand"] = WordTraits.Company,
        ["company"] = WordTraits.Company,
        ["job"] = WordTraits.Job,
        ["calendar"] = WordTraits.Calendar,
        ["honorific"] = WordTraits.Honorific,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<Lexicon> SharedLexicon = new(() => new Lexicon(Grammar.Shared));

    private readonly uint[] _hashes;
    private readonly WordTraits[] _traits;

    public Lexicon(Grammar grammar)
    {
        var words = new Dictionary<uint, WordTraits>();
        foreach (var (name, rule) in grammar.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            if (rule.Words.Length == 0 || !TraitsByList.TryGetValue(name.Split('.')[0], out var traits)) continue;
            foreach (var entry in rule.Words) Add(words, entry, traits);
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, words.Count * 4));
        (_hashes, _traits) = (new uint[size], new WordTraits[size]);
        foreach (var (hash, traits) in words.OrderBy(word => word.Key))
        {
            var slot = hash & (uint)(size - 1);
            while (_traits[slot] != WordTraits.None) slot = (slot + 1) & (uint)(size - 1);
            (_hashes[slot], _traits[slot]) = (hash, traits);
        }
    }

    public static Lexicon Shared => SharedLexicon.Value;

    public WordTraits Find(uint hash)
    {
        var mask = (uint)(_hashes.Length - 1);
        for (var slot = hash & mask; _traits[slot] != WordTraits.None; slot = (slot + 1) & mask)
        {
            if (_hashes[slot] == hash) return _traits[slot];
        }

        return WordTraits.None;
    }

    // Of an entry of several words ('Buenos Aires') the short ones ('de', 'San') say nothing.
    private static void Add(Dictionary<uint, WordTraits> words, string entry, WordTraits traits)
    {
        var parts = entry.Split([' ', '-', '\'', '.', '/'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            if (parts.Length > 1 && part.Length < ShortestPart) continue;
            var hash = WordHash.Of(part);
            words[hash] = words.GetValueOrDefault(hash) | traits;
        }
    }
}
