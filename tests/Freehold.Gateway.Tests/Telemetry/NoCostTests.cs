using System.Diagnostics;
using Freehold.Contracts.Telemetry;
using Freehold.Testing;

namespace Freehold.Gateway.Tests.Telemetry;

/// <summary>Where nobody listens, as in this process, telemetry allocates nothing and carries nothing.</summary>
public sealed class NoCostTests
{
    private static readonly GenAiOperation Operation = new("chat", GenAiMetrics.OwnProvider, "tiny");

    [Fact]
    public void Nobody_listening_costs_no_allocation()
    {
        Assert.False(Tracing.IsOn);
        Assert.False(GenAiMetrics.IsOn);
        Assert.False(HouseMetrics.MeasuresAppends);

        Assert.Equal(0, Allocations.Fewest(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Tracing.Carry(null);
                Tracing.StartInGrain("step")?.Dispose();
                Tracing.Start("attempt", ActivityKind.Client).Fail("failed");
                GenAiMetrics.RecordGeneration(Operation, totalMs: 20, firstTokenMs: 10, outputTokens: 4);
                HouseMetrics.FellBack("failed");
                HouseMetrics.Refused("unknown_model");
            }
        }));
    }

    [Fact]
    public void A_span_is_carried_only_where_somebody_listens()
    {
        using var span = new Activity("theirs").SetIdFormat(ActivityIdFormat.W3C).Start();

        Tracing.Carry(span);

        Assert.Empty(Orleans.Runtime.RequestContext.Keys);
    }
}
