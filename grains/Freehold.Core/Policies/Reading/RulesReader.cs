using Freehold.Core.Rules;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads lists of rules, and refuses each rule that cannot answer as its examples say.</summary>
internal sealed class RulesReader(PolicyFaults faults)
{
    /// <summary>Most patterns that have to be tried on every message.</summary>
    private const int MaxUnfiltered = 50;

    private static readonly string[] Keys = ["name", "exact", "pattern", "answer", "examples", "not"];

    private int _count;
    private int _unfiltered;

    /// <summary>The rules of a section, before those of the section around it.</summary>
    public RuleSet Read(PolicySection section, RuleSet? outer)
    {
        if (section.Find("rules") is not { } node)
        {
            return outer ?? RuleSet.Empty;
        }

        if (node is not PolicyList list)
        {
            section.Fault(node, "rules", "a list of rules is expected here", "write '- name: NAME' for each");
            return outer ?? RuleSet.Empty;
        }

        var read = new List<ReadRule>();
        foreach (var item in list.Items)
        {
            if (++_count > PolicyBounds.MaxRules)
            {
                faults.Add(item, section.PathOf("rules"), $"there are more than {PolicyBounds.MaxRules} rules",
                    "keep fewer, or join some by a pattern");
                break;
            }

            if (ReadOne(item, $"{section.PathOf("rules")}[{read.Count}]") is { } rule)
            {
                CheckAgainst(read, rule);
                read.Add(rule);
            }
        }

        var set = new RuleSet([.. read.Select(rule => rule.Rule)], outer);
        read.ForEach(rule => CheckExamples(set, rule));
        return set;
    }

    private ReadRule? ReadOne(PolicyNode node, string path)
    {
        if (PolicySection.Open(node, path, faults, Keys) is not { } section)
        {
            return null;
        }

        var name = section.Text("name", PolicyBounds.MaxNameLength);
        var answer = section.Text("answer", AnswerTemplate.MaxLength);
        if (name is null || answer is null || !WorkloadName.IsValid(name))
        {
            faults.Add(section.Node, path, "a rule needs a name and an answer", $"for the name {WorkloadName.Remedy}");
            return null;
        }

        if (section.Find("exact") is null == section.Find("pattern") is null)
        {
            faults.Add(section.Node, path, $"rule '{name}' needs either 'exact' or 'pattern'", "state one of them");
            return null;
        }

        var examples = new Examples(
            section.Texts("examples", PolicyBounds.MaxExamples, PolicyBounds.MaxExampleLength),
            section.Texts("not", PolicyBounds.MaxExamples, PolicyBounds.MaxExampleLength));
        if ((section.Find("exact") is null
            ? ReadPattern(section, name, answer, examples)
            : ReadExact(section, name, answer, examples)) is not { } rule)
        {
            return null;
        }

        CheckGroups(section, rule);
        return new ReadRule(rule, section, examples);
    }

    private static RoutingRule? ReadExact(PolicySection section, string name, string answer, Examples examples)
    {
        var texts = new List<string>();
        foreach (var (text, place) in section.Texts("exact", PolicyBounds.MaxExamples, RuleText.MaxLength))
        {
            if (RuleText.Normalize(text) is not { } normal)
            {
                section.Fault(place, "exact", $"rule '{name}' cannot match: the text is empty", "give the message that it answers");
            }
            else
            {
                texts.Add(normal);
            }
        }

        if (texts.Count == 0)
        {
            section.Fault(section.Find("exact")!, "exact", $"rule '{name}' cannot match: it has no text",
                "give the messages that it answers");
            return null;
        }

        return RoutingRule.OfTexts(name, texts, answer, examples.Yes, examples.No);
    }

    private RoutingRule? ReadPattern(PolicySection section, string name, string answer, Examples examples)
    {
        if (section.Text("pattern", RoutingRule.MaxPatternLength) is not { } pattern)
        {
            return null;
        }

        try
        {
            var rule = RoutingRule.OfPattern(name, pattern, answer, examples.Yes, examples.No);
            if (examples.Matching.Count == 0)
            {
                section.Fault(section.Find("pattern")!, "pattern", $"nothing shows that rule '{name}' can match",
                    "add 'examples:' with a message that it answers");
            }

            if (rule.IsUnfiltered && ++_unfiltered > MaxUnfiltered)
            {
                section.Fault(section.Find("pattern")!, "pattern", $"it is the {_unfiltered}th pattern that must be tried on every message",
                    "let it demand a word outside of brackets and choices");
            }

            return rule;
        }
        catch (ArgumentException e)
        {
            section.Fault(section.Find("pattern")!, "pattern", $"the pattern is not valid ({e.Message})",
                "correct it; patterns are .NET regular expressions without back-references and without looking around");
            return null;
        }
    }

    private static void CheckGroups(PolicySection section, RoutingRule rule)
    {
        foreach (var group in rule.Answer.Groups.Except(rule.Groups, StringComparer.Ordinal))
        {
            section.Fault(section.Find("answer")!, "answer", $"the pattern of rule '{rule.Name}' has no group '{group}'",
                $"write (?<{group}>…) into the pattern");
        }
    }

    private static void CheckAgainst(List<ReadRule> earlier, ReadRule rule)
    {
        foreach (var other in earlier)
        {
            if (other.Rule.Name == rule.Rule.Name)
            {
                rule.Section.Fault(rule.Section.Find("name")!, "name",
                    $"the name '{rule.Rule.Name}' is taken by the rule at line {other.Section.Node.Line}", "give it another name");
            }

            if (rule.Rule.ExactKeys.FirstOrDefault(other.Rule.ExactKeys.Contains) is { } key)
            {
                rule.Section.Fault(rule.Section.Find("exact")!, "exact",
                    $"rule '{rule.Rule.Name}' cannot match '{key}': rule '{other.Rule.Name}' at line {other.Section.Node.Line} answers it first", "remove the text from one of them");
            }
        }
    }

    private static void CheckExamples(RuleSet set, ReadRule rule)
    {
        foreach (var (text, place) in rule.Examples.Matching)
        {
            var answer = set.Answer(text);
            if (answer?.Rule != rule.Rule.Name)
            {
                rule.Section.Fault(
                    place, "examples",
                    answer is null ? $"rule '{rule.Rule.Name}' does not match its example" : $"rule '{answer.Rule}' answers the example of '{rule.Rule.Name}' first",
                    answer is null ? "correct the pattern or the example" : "make one of the rules narrower, or put this one first");
            }
        }

        foreach (var (text, place) in rule.Examples.Others)
        {
            if (set.Answer(text)?.Rule == rule.Rule.Name)
            {
                rule.Section.Fault(place, "not", $"rule '{rule.Rule.Name}' matches what it must not", "make the pattern narrower");
            }
        }
    }

    private sealed record Examples(List<(string Text, PolicyNode Place)> Matching, List<(string Text, PolicyNode Place)> Others)
    {
        public string[] Yes => [.. Matching.Select(example => example.Text)];

        public string[] No => [.. Others.Select(example => example.Text)];
    }

    private sealed record ReadRule(RoutingRule Rule, PolicySection Section, Examples Examples);
}
