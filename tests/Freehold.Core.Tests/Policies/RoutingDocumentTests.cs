using System.Text.RegularExpressions;
using Freehold.Core.Policies;
using Freehold.Testing;

namespace Freehold.Core.Tests.Policies;

/// <summary>docs/routing.md says what is so.</summary>
public partial class RoutingDocumentTests
{
    private const string Everything = """
        cascade: {escalate_to: x}
        labels: {redaction: reversible, redacted_label: public}
        training: {allow: true}
        workloads:
          w:
            distill: {student: adapter, base_model: m, classes: [a, b], out_of_scope: c, accept: [rule], pattern: a}
        """;

    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "routing.md"));

    [Fact]
    public void Every_policy_in_it_is_valid_and_the_first_is_the_default()
    {
        var documents = YamlBlocks().Matches(Text).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(2, documents.Length);
        Assert.All(documents, document => PolicyText.Sound(document));
        Assert.Equal(RoutingPolicyDocument.DefaultText.Trim(), documents[0].Trim());
        Assert.Equal("order", PolicyText.Sound(documents[1]).For("order-status").Rules.Answer("Where is order 4711")?.Rule);
    }

    [Fact]
    public void Every_key_that_holds_is_in_its_table()
    {
        var effective = EffectivePolicy.ToText(PolicyText.Sound(Everything));
        var keys = Keys().Matches(effective).Select(match => match.Groups[1].Value).Except(Core.Labels.SensitiveKindNames.All.ToArray());

        Assert.All(keys, key => Assert.Contains(key, Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlocks();

    [GeneratedRegex("\"([a-z0-9_]+)\":")]
    private static partial Regex Keys();
}
