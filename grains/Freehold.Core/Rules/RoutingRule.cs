using System.Text.RegularExpressions;

namespace Freehold.Core.Rules;

/// <summary>A rule: texts or a pattern, and what is answered to them.</summary>
public sealed class RoutingRule
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaxPatternLength = 1_000;

    private readonly Regex? _pattern;
    private readonly int[] _required;

    private RoutingRule(string name, IReadOnlyList<string> keys, string? pattern, Regex? regex, string answer)
    {
        (Name, ExactKeys, Pattern, _pattern, AnswerText, Answer) = (name, keys, pattern, regex, answer, AnswerTemplate.Parse(answer));
        var literal = pattern is null ? "" : RequiredLiteral.Of(pattern);
        _required = TextTrigrams.Of(literal);
    }

    /// <summary>Its name, unique among the rules that may answer a request.</summary>
    public string Name { get; }

    /// <summary>The keys of its exact texts; empty for a pattern.</summary>
    public IReadOnlyList<string> ExactKeys { get; }

    /// <summary>Its pattern as it was written; null for exact texts.</summary>
    public string? Pattern { get; }

    /// <summary>Its answer as it was written.</summary>
    public string AnswerText { get; }

    /// <summary>Its answer.</summary>
    public AnswerTemplate Answer { get; }

    /// <summary>Messages that it was shown to answer.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Messages that it was shown not to answer.</summary>
    public IReadOnlyList<string> Counterexamples { get; init; } = [];

    /// <summary>True where every text has to be tried, because the pattern demands no three letters in a row.</summary>
    public bool IsUnfiltered => Pattern is not null && _required.Length == 0;

    /// <summary>The names of the pattern's groups.</summary>
    public IReadOnlyList<string> Groups => _pattern?.GetGroupNames() ?? [];

    /// <summary>A rule for texts that are exactly these, but for spacing and letter case.</summary>
    public static RoutingRule OfTexts(
        string name, IEnumerable<string> normalTexts, string answer, IReadOnlyList<string> examples,
        IReadOnlyList<string> counterexamples) =>
        new(name, [.. normalTexts.Select(RuleText.ToKey)], null, null, answer) { Examples = examples, Counterexamples = counterexamples };

    /// <summary>
    /// A rule for texts that the pattern matches from their first to their last character, in any letter case. Time is linear in the text
    /// (<see cref="RegexOptions.NonBacktracking"/>), and both are bounded: no pattern needs a clock to end.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is not one, or it needs backtracking (a back-reference, looking around).</exception>
    public static RoutingRule OfPattern(
        string name, string pattern, string answer, IReadOnlyList<string> examples, IReadOnlyList<string> counterexamples)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            _ = new Regex(pattern, RegexOptions.None); // Alone first: a stray parenthesis must not close the one put around it.
            var regex = new Regex(
                $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return new RoutingRule(name, [], pattern, regex, answer) { Examples = examples, Counterexamples = counterexamples };
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, nameof(pattern), e);
        }
    }

    /// <summary>The answer to a normal text, where the pattern matches it.</summary>
    internal string? Match(string normal, in TextTrigrams trigrams) =>
        _pattern is not null && trigrams.HasAll(_required) && _pattern.Match(normal) is { Success: true } match ? Answer.Fill(match) : null;
}
