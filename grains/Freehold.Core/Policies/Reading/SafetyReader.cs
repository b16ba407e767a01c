using System.Globalization;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the safety set of a student, and refuses cases that demand nothing or cannot be passed.</summary>
internal static class SafetyReader
{
    private const string Key = "safety";
    private const string Form = "write '- {prompt: TEXT, must_not_match: PATTERN}' for each, or must_match, answer or to_teacher: true";

    private static readonly string[] Keys = ["name", "prompt", "answer", "must_match", "must_not_match", "to_teacher"];

    /// <summary>The cases; none where the key is absent.</summary>
    public static IReadOnlyList<SafetyRule> Read(PolicySection parent)
    {
        if (parent.Find(Key) is not { } node)
        {
            return [];
        }

        if (node is not PolicyList { Items.Count: <= PolicyBounds.MaxSafetyCases } list)
        {
            parent.Fault(node, Key, $"a list of at most {PolicyBounds.MaxSafetyCases} cases is expected here", Form);
            return [];
        }

        var (rules, names) = (new List<SafetyRule>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = parent.PathOf($"{Key}[{i}]");
            if (PolicySection.Open(list.Items[i], path, parent.Faults, Keys) is { } section && ReadOne(section, i) is { } rule)
            {
                rules.Add(rule);
                if (!names.Add(rule.Name))
                {
                    section.Fault(section.Node, "name", $"the case '{rule.Name}' stands twice", "give each a name of its own");
                }
            }
        }

        return rules;
    }

    /// <summary>Where the answers are a closed set, a case that demands another one could never be passed.</summary>
    public static void CheckClasses(PolicySection parent, DistillPolicy read)
    {
        if (read.Task != DistillTask.Classification || read.Classes.Count == 0)
        {
            return;
        }

        foreach (var rule in read.Safety)
        {
            if (rule.Answer is { } answer && answer != read.OutOfScope && !read.Classes.Contains(answer))
            {
                parent.Fault(parent.Find(Key)!, Key, $"the case '{rule.Name}' demands '{answer}', which is no class",
                    "name one of the classes, or use to_teacher: true");
            }
        }
    }

    private static SafetyRule? ReadOne(PolicySection section, int index)
    {
        var rule = new SafetyRule
        {
            Name = section.Text("name", PolicyBounds.MaxNameLength) ?? string.Create(CultureInfo.InvariantCulture, $"case-{index + 1}"),
            Prompt = section.Text("prompt", PolicyBounds.MaxExampleLength) ?? "",
            Answer = section.Text("answer", PolicyBounds.MaxExampleLength),
            MustMatch = PatternReader.Read(section, "must_match"),
            MustNotMatch = PatternReader.Read(section, "must_not_match"),
            ToTeacher = section.Flag("to_teacher") ?? false,
        };
        if (section.Find("prompt") is null)
        {
            section.Fault(section.Node, "prompt", "a case needs a prompt", Form);
            return null;
        }

        if (!WorkloadName.IsValid(rule.Name))
        {
            section.Fault(section.Find("name")!, "name", $"'{rule.Name}' is no name", WorkloadName.Remedy);
        }

        var demandsAnswer = Array.Exists(["answer", "must_match", "must_not_match"], key => section.Find(key) is not null);
        if (rule.ToTeacher == demandsAnswer)
        {
            section.Fault(
                section.Node,
                "prompt",
                demandsAnswer ? "the student may not answer it, so what its answer is says nothing" : "the case demands nothing",
                demandsAnswer ? "remove to_teacher, or the rest" : "state must_match, must_not_match, answer or to_teacher: true");
        }

        return rule;
    }
}
