using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Routing;

namespace Freehold.Architecture.Tests;

/// <summary>The core has no reference to the contracts; where both count the same things, they count alike.</summary>
public class NumbersTests
{
    [Fact]
    public void Labels_are_the_same() => AssertSame<Label, SensitivityLabel>();

    [Fact]
    public void Refusals_are_the_same() => AssertSame<PlanRefusal, RouteRefusal>();

    [Fact]
    public void The_automatic_model_is_the_same() => Assert.Equal(RouteRequest.AutoModel, RoutePlanner.Auto);

    private static void AssertSame<TCore, TContract>()
        where TCore : struct, Enum
        where TContract : struct, Enum => Assert.Equal(
            Enum.GetValues<TCore>().Select(value => (value.ToString(), Convert.ToInt32(value, null))),
            Enum.GetValues<TContract>().Select(value => (value.ToString(), Convert.ToInt32(value, null))));
}
