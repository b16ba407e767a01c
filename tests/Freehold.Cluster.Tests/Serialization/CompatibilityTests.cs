namespace Freehold.Cluster.Tests.Serialization;

/// <summary>While a cluster is upgraded, silos of two versions read what the other writes.</summary>
public sealed class CompatibilityTests
{
    public static TheoryData<string> Objects() => [.. ContractTypes.Objects];

    [Theory]
    [MemberData(nameof(Objects))]
    public void An_example_has_no_member_at_its_initial_value(string alias)
    {
        var type = ContractTypes.Data[alias];

        Assert.Empty(OwnMembers(Example.Of(type)).Intersect(OwnMembers(Activator.CreateInstance(type)!)));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Members_that_a_later_version_adds_are_passed_over(string alias)
    {
        var example = Example.Of(ContractTypes.Data[alias]);

        var read = Wire.Read(Wire.WithUnknownMembers(Wire.Write(example)));

        Assert.Equal(Description.Of(example), Description.Of(read));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Members_that_an_earlier_version_lacks_have_their_initial_values_and_required_ones_none(string alias)
    {
        var type = ContractTypes.Data[alias];

        Assert.Equal(Description.Of(Activator.CreateInstance(type)!), Description.Of(Wire.ReadEmpty(type)));
    }

    // Messages inside have examples of their own.
    private static IEnumerable<Described> OwnMembers(object value) =>
        Description.Of(value).Where(line => line.Path == "" && !line.Member.EndsWith(Description.Nested, StringComparison.Ordinal));
}
