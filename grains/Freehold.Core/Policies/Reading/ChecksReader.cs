namespace Freehold.Core.Policies.Reading;

/// <summary>Reads which of the installation's checks a student's answers have to pass.</summary>
internal static class ChecksReader
{
    private const string Key = "checks";
    private const string Form = "write '- {name: NAME, min_pass: 0.95}' for each; NAME is one of the configuration's Freehold:Checks";

    private static readonly string[] Keys = ["name", "min_pass"];

    /// <summary>The checks; none where the key is absent.</summary>
    public static IReadOnlyList<CheckRule> Read(PolicySection parent)
    {
        if (parent.Find(Key) is not { } node)
        {
            return [];
        }

        if (node is not PolicyList { Items.Count: <= PolicyBounds.MaxChecks } list)
        {
            parent.Fault(node, Key, $"a list of at most {PolicyBounds.MaxChecks} checks is expected here", Form);
            return [];
        }

        var rules = new List<CheckRule>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (PolicySection.Open(list.Items[i], parent.PathOf($"{Key}[{i}]"), parent.Faults, Keys) is not { } section)
            {
                continue;
            }

            var name = section.Text("name", PolicyBounds.MaxNameLength);
            var least = section.Number("min_pass", 0, 1) ?? CheckRule.DefaultMinPass;
            if (section.Find("name") is null)
            {
                section.Fault(section.Node, "name", "a check needs its name", Form);
            }
            else if (name is not null && rules.Exists(rule => rule.Name == name))
            {
                section.Fault(section.Find("name")!, "name", $"the check '{name}' stands twice", "keep one of them");
            }
            else if (name is not null)
            {
                rules.Add(new CheckRule(name, least));
            }
        }

        return rules;
    }
}
