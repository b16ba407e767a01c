using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Embedded;

/// <summary>Orleans forwards a call that meets an ending activation twice, and then rejects it: that no call is ever lost is ours alone.</summary>
public sealed class EndingTests : ConformanceTest
{
    [Fact]
    public async Task No_call_is_lost_while_a_grain_ends_again_and_again()
    {
        const int Callers = 20;
        const int Calls = 50;
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var seen = new List<string>();
            for (var i = 0; i < Calls; i++)
            {
                seen.Add(i % 10 == caller % 10 ? await Grain<IPlainGrain>().End() : await Grain<IPlainGrain>().Activation());
            }

            return seen;
        })).WaitAsync(Probe.Patience);

        Assert.Equal(Callers * Calls, answers.Sum(seen => seen.Count));
        Assert.True(answers.SelectMany(seen => seen).Distinct().Count() > 1);
    }
}
