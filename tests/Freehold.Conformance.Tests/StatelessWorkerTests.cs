using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests;

public sealed class StatelessWorkerTests : ConformanceTest
{
    [Fact]
    public async Task Calls_to_one_key_run_side_by_side_up_to_the_bound_and_none_is_lost()
    {
        var calls = Enumerable.Range(0, 10).Select(_ => Grain<IWorkerGrain>().Hold(Key)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("held", await Probe.NextAsync(Key));
        }

        Probe.Open(Key);
        var activations = await Task.WhenAll(calls);

        Assert.Equal(3, activations.Distinct().Count());
    }
}
