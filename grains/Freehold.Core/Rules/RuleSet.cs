using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Freehold.Core.Rules;

/// <summary>What a rule answers.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Text">The answer.</param>
/// <param name="Version">The digest of the rules it was found in.</param>
public sealed record RuleAnswer(string Rule, string Text, string Version);

/// <summary>
/// Rules in the order in which they are asked: those for exact texts by one look-up, then patterns in the order of the document, then the
/// rules of the set around this one. Immutable.
/// </summary>
public sealed class RuleSet
{
    private readonly FrozenDictionary<string, RoutingRule> _exact;
    private readonly RoutingRule[] _patterns;
    private readonly RuleSet? _outer;

    /// <summary>Makes a set; of two rules for one exact text the first answers.</summary>
    public RuleSet(IReadOnlyList<RoutingRule> rules, RuleSet? outer = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules;
        _outer = outer is { Count: > 0 } ? outer : null;
        var exact = new Dictionary<string, RoutingRule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            foreach (var key in rule.ExactKeys)
            {
                exact.TryAdd(key, rule);
            }
        }

        _exact = exact.ToFrozenDictionary(StringComparer.Ordinal);
        _patterns = [.. rules.Where(rule => rule.Pattern is not null)];
        Version = DigestOf(rules, _outer);
    }

    /// <summary>No rule.</summary>
    public static RuleSet Empty { get; } = new([]);

    /// <summary>The rules of this set, without those around it.</summary>
    public IReadOnlyList<RoutingRule> Rules { get; }

    /// <summary>How many there are, those around this set included.</summary>
    public int Count => Rules.Count + (_outer?.Count ?? 0);

    /// <summary>SHA-256 over all that the rules match and answer, lower-case hex: it names the thing that made an answer.</summary>
    public string Version { get; }

    /// <summary>The answer to a message; null where no rule has one. Time is linear in the message.</summary>
    public RuleAnswer? Answer(string text)
    {
        if (Count == 0 || RuleText.Normalize(text) is not { } normal)
        {
            return null;
        }

        var trigrams = new TextTrigrams(stackalloc ulong[TextTrigrams.Words], normal);
        return Find(normal, RuleText.ToKey(normal), trigrams) is { } found ? new RuleAnswer(found.Rule.Name, found.Text, Version) : null;
    }

    private (RoutingRule Rule, string Text)? Find(string normal, string key, in TextTrigrams trigrams)
    {
        if (_exact.TryGetValue(key, out var exact))
        {
            return (exact, exact.Answer.Fill(null));
        }

        foreach (var rule in _patterns)
        {
            if (rule.Match(normal, trigrams) is { } text)
            {
                return (rule, text);
            }
        }

        return _outer?.Find(normal, key, trigrams);
    }

    private static string DigestOf(IReadOnlyList<RoutingRule> rules, RuleSet? outer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rule in rules)
        {
            Append(hash, rule.Name);
            Append(hash, rule.Pattern ?? "");
            Append(hash, rule.AnswerText);
            foreach (var key in rule.ExactKeys)
            {
                Append(hash, key);
            }
        }

        Append(hash, outer?.Version ?? "");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With its length first, so that no two lists of texts give the same bytes.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(utf8.Length));
        hash.AppendData(utf8);
    }
}
