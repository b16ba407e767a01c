using System.Collections.Frozen;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;

namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the section <c>labels</c>.</summary>
internal static class LabelsReader
{
    public static readonly (string Name, Label Value)[] LabelNames =
        [("public", Label.Public), ("internal", Label.Internal), ("confidential", Label.Confidential), ("restricted", Label.Restricted)];

    private static readonly string[] Keys = ["personal_data", "kinds", "secrets", "terms", "redaction", "redacted_label", "unreadable",
        "time_limit_ms", "fail"];

    public static string NameOf(Label label) => LabelNames[(int)label].Name;

    public static LabelPolicy Read(PolicySection parent)
    {
        var basis = new LabelPolicy();
        if (parent.Section("labels", Keys) is not { } section)
        {
            return basis;
        }

        if (section.Find("fail") is { } fail && fail is not PolicyScalar { Text: "strictest" })
        {
            section.Fault(fail, "fail", "a text that cannot be analysed gets the strictest label, always",
                "use 'strictest', or remove the key");
        }

        var redacts = section.Choice("redaction", [("off", false), ("reversible", true)]) ?? false;
        if (!redacts && section.Find("redacted_label") is { } redacted)
        {
            section.Fault(redacted, "redacted_label", "nothing is redacted, so no text can have this label",
                "set 'redaction: reversible', or remove the key");
        }

        return basis with
        {
            PersonalData = section.Choice("personal_data", LabelNames),
            Kinds = ReadKinds(section),
            Secrets = section.Choice("secrets", LabelNames) ?? basis.Secrets,
            Terms = ReadTerms(section),
            RedactsReversibly = redacts,
            Redacted = section.Choice("redacted_label", LabelNames),
            Unreadable = section.Choice("unreadable", LabelNames) ?? basis.Unreadable,
            TimeLimitMs = section.Whole("time_limit_ms", LabelPolicy.MinTimeLimitMs, LabelPolicy.MaxTimeLimitMs) ?? basis.TimeLimitMs,
        };
    }

    private static FrozenDictionary<SensitiveKind, Label> ReadKinds(PolicySection parent)
    {
        string[] names = [.. SensitiveKindNames.All.ToArray().Where(name => name != SensitiveKind.Term.Name())];
        var kinds = new Dictionary<SensitiveKind, Label>();
        if (parent.Section("kinds", names) is { } section)
        {
            foreach (var name in names)
            {
                if (section.Choice(name, LabelNames) is { } label && SensitiveKindNames.TryParse(name, out var kind))
                {
                    kinds[kind] = label;
                }
            }
        }

        return kinds.ToFrozenDictionary();
    }

    private static List<PolicyTerm> ReadTerms(PolicySection parent)
    {
        var terms = new List<PolicyTerm>();
        if (parent.Find("terms") is not { } node)
        {
            return terms;
        }

        if (node is not PolicyList { Items.Count: <= PolicyBounds.MaxTerms } list)
        {
            parent.Fault(node, "terms", $"a list of at most {PolicyBounds.MaxTerms} terms is expected here",
                "write '- {term: TEXT, label: LABEL}' for each");
            return terms;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = parent.PathOf($"terms[{i}]");
            if (PolicySection.Open(list.Items[i], path, parent.Faults, ["term", "label"]) is not { } section)
            {
                continue;
            }

            var term = section.Text("term", PolicyBounds.MaxTermLength);
            var label = section.Choice("label", LabelNames);
            if (section.Find("term") is null || section.Find("label") is null)
            {
                parent.Faults.Add(section.Node, path, "a term needs 'term' and 'label'", "write '- {term: TEXT, label: LABEL}'");
            }
            else if (term is not null && !seen.Add(term))
            {
                section.Fault(section.Find("term")!, "term", $"the term '{term}' stands twice", "keep one of them");
            }
            else if (term is not null && label is { } value)
            {
                terms.Add(new PolicyTerm(term, value));
            }
        }

        CheckCompile(parent, node, terms);
        return terms;
    }

    /// <summary>What a policy is accepted with must be found in texts later.</summary>
    private static void CheckCompile(PolicySection parent, PolicyNode node, List<PolicyTerm> terms)
    {
        try
        {
            TermSet.Create([.. terms.Select(term => term.Term)]);
        }
        catch (ArgumentException e)
        {
            parent.Fault(node, "terms", e.Message, "shorten the term, or leave it out");
        }
    }
}
