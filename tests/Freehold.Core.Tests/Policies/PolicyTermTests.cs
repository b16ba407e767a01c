using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Policies;

public sealed class PolicyTermTests
{
    [Theory]
    [InlineData("***")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghi")]
    public void A_term_that_cannot_be_found_in_texts_is_refused_at_load(string term)
    {
        Assert.False(RoutingPolicyDocument.TryParse($"labels: {{terms: [{{term: \"{term}\", label: restricted}}]}}", out _, out var faults));
        Assert.Equal("labels.terms", Assert.Single(faults).Path);
    }
}
