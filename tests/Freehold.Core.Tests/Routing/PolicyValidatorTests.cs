using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Core.Tests.Routing;

public class PolicyValidatorTests
{
    private static readonly (Label, IReadOnlyList<string>)[] Sound = [(Label.Public, ["any"]), (Label.Restricted, ["device"])];

    [Fact]
    public void A_sound_policy_has_no_faults() => Assert.Empty(PolicyValidator.Validate(Label.Internal, Sound, -1.5));

    [Theory]
    [InlineData(0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_confidence_is_a_log_probability(double threshold) =>
        Assert.Contains("at most 0", Assert.Single(PolicyValidator.Validate(Label.Internal, Sound, threshold)), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_names_its_place()
    {
        var faults = PolicyValidator.Validate((Label)9, [(Label.Public, ["moon"]), (Label.Public, ["any"]), ((Label)7, [])], null);

        Assert.Collection(
            faults,
            fault => Assert.StartsWith("defaultLabel", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("zones[0].zones[0] is 'moon'", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("zones[1].label: Public has a rule already", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("zones[2].label", fault, StringComparison.Ordinal));
    }
}
