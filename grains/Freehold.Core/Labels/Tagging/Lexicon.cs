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

    private readonly Entry[] _entries;

    public Lexicon(Grammar grammar)
    {
        var words = new Dictionary<uint, WordTraits>();
        foreach (var (name, rule) in grammar.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            if (rule.Words.Length == 0 || !TraitsByList.TryGetValue(name.Split('.')[0], out var traits)) continue;
            foreach (var entry in rule.Words) Add(words, entry, traits);
        }

        foreach (var hash in Cues.All.Keys) words.TryAdd(hash, WordTraits.None);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, words.Count * 4));
        _entries = new Entry[size];
        foreach (var (hash, traits) in words.OrderBy(word => word.Key))
        {
            var slot = hash & (uint)(size - 1);
            while (_entries[slot].IsTaken) slot = (slot + 1) & (uint)(size - 1);
            _entries[slot] = new Entry(hash, traits, Cues.All.GetValueOrDefault(hash), IsTaken: true);
        }
    }

    public static Lexicon Shared => SharedLexicon.Value;

    public WordTraits Find(uint hash) => Find(hash, out _);

    public WordTraits Find(uint hash, out Cue cue)
    {
        var entries = _entries;
        var mask = (uint)(entries.Length - 1);
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly var entry = ref entries[slot];
            if (entry.Hash != hash && entry.IsTaken) continue;
            cue = entry.Hash == hash ? entry.Cue : Cue.None;
            return entry.Hash == hash ? entry.Traits : WordTraits.None;
        }
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

    // One look is one cache line.
    private readonly record struct Entry(uint Hash, WordTraits Traits, Cue Cue, bool IsTaken);
}
