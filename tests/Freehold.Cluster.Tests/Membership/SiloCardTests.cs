using Freehold.Clustering.Placement;
using Freehold.Contracts.Clustering;

namespace Freehold.Cluster.Tests.Membership;

public sealed class SiloCardTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var card = new SiloCard("gpu-1", SiloRoles.Control | SiloRoles.Worker, new Dictionary<string, int> { ["gpu0"] = 80_000, ["cpu0"] = 24_000 });

        Assert.Equal("gpu-1;control,worker;cpu0=24000;gpu0=80000", card.ToString());
        Assert.Equivalent(card, SiloCard.TryParse(card.ToString()), strict: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Silo_1b2c3")] // As Orleans names a silo itself.
    [InlineData("a;nothing")]
    [InlineData("a;worker;cpu0")]
    [InlineData("a;worker;cpu0=-1")]
    [InlineData("a b;worker")]
    public void A_name_that_is_no_card_is_none(string? name) => Assert.Null(SiloCard.TryParse(name));
}
