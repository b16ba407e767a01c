using System.Globalization;

namespace Freehold.Core.Labels.Generation;

/// <summary>
/// Reads rules. A section <c>[name]</c> has one alternative a line, <c>*3 </c> in front of it is its weight; <c>[name words]</c> is a list
/// of words apart by white space, in which '_' stands for a space. In an alternative <c>&lt;rule&gt;</c> is another rule
/// (<c>&lt;^rule&gt;</c> in capitals, <c>&lt;_rule&gt;</c> in small letters, <c>&lt;+rule&gt;</c> with a capital first,
/// <c>&lt;~list&gt;</c> a word like the list's), <c>(a|b|)</c> a choice,
/// <c>{KIND text}</c> a span, '#' a digit, '¤' a digit that is not zero, <c>\n</c> a line's end, and '\' takes any other sign as it is.
/// </summary>
internal static class GrammarParser
{
    public static Dictionary<string, GrammarRule> Parse(IEnumerable<string> lines)
    {
        var sections = new Dictionary<string, (bool IsList, List<string> Lines)>(StringComparer.Ordinal);
        List<string>? current = null;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal)) continue;
            if (line[0] != '[')
            {
                (current ?? throw new FormatException($"'{line}' stands before the first [section].")).Add(line);
                continue;
            }

            var header = line.Trim('[', ']').Split(' ');
            current = [];
            if (!sections.TryAdd(header[0], (header is [_, "words"], current)))
                throw new FormatException($"Rule '{header[0]}' is there twice.");
        }

        var rules = sections.ToDictionary(section => section.Key, section => Rule(section.Key, section.Value.IsList, section.Value.Lines));
        foreach (var (name, rule) in rules)
            foreach (var alternative in rule.Alternatives) CheckReferences(name, alternative.Parts, rules);
        return rules;
    }

    private static GrammarRule Rule(string name, bool isList, List<string> lines)
    {
        if (lines.Count == 0) throw new FormatException($"Rule '{name}' is empty.");
        var words = isList
            ? lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(word => word.Replace('_', ' '))
                .ToArray()
            : [];
        var alternatives = isList
            ? [.. words.Select(word => new GrammarAlternative(1, [new LiteralPart(word)]))]
            : lines.Select(Alternative).ToArray();
        var cumulative = new int[alternatives.Length];
        for (int i = 0, sum = 0; i < cumulative.Length; i++) cumulative[i] = sum += alternatives[i].Weight;
        return new GrammarRule(alternatives, cumulative, words);
    }

    private static GrammarAlternative Alternative(string line)
    {
        var weight = 1;
        if (line[0] == '*')
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            weight = int.Parse(line.AsSpan(1, space - 1), CultureInfo.InvariantCulture);
            line = line[(space + 1)..];
        }

        return new GrammarAlternative(weight, new GrammarLine(line).Parse());
    }

    private static void CheckReferences(string name, GrammarPart[] parts, Dictionary<string, GrammarRule> rules)
    {
        foreach (var part in parts)
        {
            if (part is SpanPart span) CheckReferences(name, span.Parts, rules);
            if (part is ChoicePart choice) Array.ForEach(choice.Choices, option => CheckReferences(name, option, rules));
            if (part is not RulePart reference || FormattedValues.Find(reference.Rule) is not null) continue;
            if (!rules.TryGetValue(reference.Rule, out var target))
                throw new FormatException($"Rule '{name}' names '{reference.Rule}', which is not there.");
            if (reference.Form == WordForm.Novel && target.Words.Length == 0)
                throw new FormatException($"Rule '{name}' makes words like those of '{reference.Rule}', which is no list.");
        }
    }
}
