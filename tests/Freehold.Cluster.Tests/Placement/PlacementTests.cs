using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;

namespace Freehold.Cluster.Tests.Placement;

/// <summary>Where grains are placed in a cluster of five silos with different roles and devices.</summary>
public sealed class PlacementTests(RolesCluster cluster) : IClassFixture<RolesCluster>
{
    private const int Small = RolesCluster.SmallMebibytes;
    private const int Large = RolesCluster.LargeMebibytes;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_placements_of_a_hundred_are_right()
    {
        var right = 0;
        for (var i = 0; i < 50; i++)
        {
            // A worker is on the silo that its key names, whoever calls.
            var silo = RolesCluster.Cards[2 + (i % 3)].Name;
            right += await PlacedOnAsync(new WorkerId(silo, $"slot{i}")) == silo ? 1 : 0;
        }

        for (var i = 0; i < 50; i++)
        {
            // Everything else is on a silo with the control role, and never on one that only works.
            var grain = cluster.Client.GetGrain<ITenantGrain>($"tenant-{i}");
            TenantScope.EnterSystem();
            await grain.GetProfileAsync(Stop);
            var card = cluster.CardOf(await AddressOfAsync(grain));
            right += card.Roles.HasFlag(SiloRoles.Control) ? 1 : 0;
        }

        Assert.Equal(100, right);
    }

    [Theory]
    [InlineData("small", "cpu0", Small, true)]
    [InlineData("small", "cpu1", Small + 1, false)]
    [InlineData("large", "cpu0", Large, true)]
    [InlineData("large", "gpu0", Small + 1, false)]
    [InlineData("control-1", "cpu0", 0, false)] // No worker.
    [InlineData("gone", "cpu0", 0, false)] // No such silo.
    public async Task A_worker_is_placed_where_the_device_has_the_memory_or_not_at_all(string silo, string device, int need, bool isPlaced)
    {
        DeviceMemoryNeed.Set(need);

        if (isPlaced)
        {
            Assert.Equal(silo, await PlacedOnAsync(new WorkerId(silo, device)));
        }
        else
        {
            var refused = await Assert.ThrowsAsync<OrleansException>(() => PlacedOnAsync(new WorkerId(silo, device)));
            Assert.Contains("No active nodes are compatible", refused.Message, StringComparison.Ordinal);
        }
    }

    private async Task<string> PlacedOnAsync(WorkerId worker)
    {
        var grain = cluster.Client.GetGrain<IWorkerGrain>(worker.ToString());
        await foreach (var batch in grain.GenerateAsync(new GenerateRequest { Tenant = "t", Model = "none", Prompt = "x" }, Stop).WithCancellation(Stop))
        {
            Assert.Equal(GenerateRefusalKind.ModelNotLoaded, batch.Refusal?.Kind);
        }

        return cluster.CardOf(await AddressOfAsync(grain)).Name;
    }

    private async Task<SiloAddress> AddressOfAsync(IGrain grain) =>
        await cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) ?? throw new InvalidOperationException("It has no activation.");
}
