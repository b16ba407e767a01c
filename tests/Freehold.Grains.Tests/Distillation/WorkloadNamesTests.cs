using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation;

namespace Freehold.Grains.Tests.Distillation;

public class WorkloadNamesTests
{
    public static TheoryData<string> Taken() => ["triage", "a", "A-b_c.9", new string('x', 100)];

    [Theory]
    [MemberData(nameof(Taken))]
    public void Every_name_that_a_policy_takes_is_its_own_in_the_registry(string name)
    {
        Assert.Equal(name, RoutingPolicyDocument.Parse($"workloads: {{{name}: {{}}}}").For(name).Name);

        Assert.Equal($"acme/{name}", WorkloadNames.RegistryKey(new WorkloadId(TenantId.Parse("acme"), name)));
    }

    [Theory]
    [InlineData("prüfung")]
    [InlineData("分類")]
    [InlineData("two words")]
    [InlineData("up/down")]
    public void A_name_that_could_not_stand_in_the_registry_is_refused_by_the_policy(string name)
    {
        var error = Assert.ThrowsAny<Exception>(() => RoutingPolicyDocument.Parse($"workloads: {{\"{name}\": {{}}}}"));

        Assert.Contains("a-z", error.Message, StringComparison.Ordinal);
    }
}
