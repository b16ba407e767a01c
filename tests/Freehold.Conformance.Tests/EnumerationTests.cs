using Freehold.Conformance.Tests.Grains;
using Freehold.Conformance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Conformance.Tests;

public sealed class EnumerationTests : ConformanceTest
{
    [Fact]
    public void Every_element_comes_once_and_in_order_whatever_the_batch_size() => Prop.ForAll(
        Gen.Choose(0, 300).SelectMany(count => Gen.Choose(1, 120).Select(batch => (count, batch))).ToArbitrary(),
        pair =>
        {
            var numbers = Grain<ISequenceGrain>().Ready(pair.count).WithBatchSize(pair.batch).ToBlockingList();
            return numbers.SequenceEqual(Enumerable.Range(0, pair.count));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Awaited_elements_come_in_order_and_the_iterator_ends()
    {
        Assert.Equal(Enumerable.Range(0, 50), await Grain<ISequenceGrain>().Awaited(50).ToListAsync());

        Assert.Equal("finally", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task An_enumeration_runs_in_turns_of_the_activation() =>
        Assert.All(await Grain<ISequenceGrain>().InTurns(20).ToListAsync(), Assert.True);

    [Fact]
    public async Task A_failure_comes_after_the_elements_before_it()
    {
        var numbers = new List<int>();
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var number in Grain<ISequenceGrain>().Failing(5))
            {
                numbers.Add(number);
            }
        });

        Assert.Equal("No more numbers.", failure.Message);
        Assert.Equal(Enumerable.Range(0, 5), numbers);
    }

    [Fact]
    public async Task Leaving_early_runs_the_iterators_finally_blocks()
    {
        await foreach (var number in Grain<ISequenceGrain>().Awaited(1000).WithBatchSize(1))
        {
            if (number == 3)
            {
                break;
            }
        }

        Assert.Equal("finally", await Probe.NextAsync(Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_the_caller_cancels_the_iterator(bool byArgument)
    {
        using var cancellation = new CancellationTokenSource();
        var numbers = byArgument ? Grain<ISequenceGrain>().Endless(cancellation.Token) : Grain<ISequenceGrain>().Endless();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in numbers.WithCancellation(byArgument ? default : cancellation.Token))
            {
                Assert.Equal("waiting", await Probe.NextAsync(Key));
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal("finally", await Probe.NextAsync(Key));
    }

    [Fact]
    public async Task Calls_run_beside_an_enumeration_that_waits()
    {
        await using var numbers = Grain<ISequenceGrain>().Endless().GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());
        Assert.Equal("waiting", await Probe.NextAsync(Key));

        Assert.Equal("beside", await Grain<ISequenceGrain>().Beside());
    }

    [Fact]
    public async Task Leaving_early_ends_the_iterators_of_all_grains_on_the_way()
    {
        var other = Probe.NewKey();
        await foreach (var number in Grain<ISequenceGrain>().PassOn(other, 1000))
        {
            if (number == 2)
            {
                break;
            }
        }

        Assert.Equal("finally", await Probe.NextAsync(other));
    }

    [Fact]
    public async Task An_iterator_whose_consumer_went_away_is_ended()
    {
        var numbers = Grain<ISequenceGrain>().Awaited(1000).WithBatchSize(1).GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());

        // Forgotten, not disposed. It takes a response timeout or two until the grain notices.
        for (var i = 0; i < 12; i++)
        {
            Cluster.AdvanceTime(TimeSpan.FromSeconds(10));
            await Grain<ISequenceGrain>().Beside();
        }

        Assert.Equal("finally", await Probe.NextAsync(Key));
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await numbers.MoveNextAsync());
    }

    [Fact]
    public async Task A_stop_ends_the_iterators_that_wait()
    {
        // Not disposed: nobody is left to tell when the runtime is gone.
        var numbers = Grain<ISequenceGrain>().Endless().GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());
        Assert.Equal("waiting", await Probe.NextAsync(Key));
        var next = numbers.MoveNextAsync().AsTask();

        await Cluster.RestartAsync().WaitAsync(Probe.Patience);

        Assert.Equal("finally", await Probe.NextAsync(Key));
        Assert.NotNull(await Record.ExceptionAsync(() => next));
    }

    [Fact]
    public async Task A_request_can_be_enumerated_twice_at_once()
    {
        var request = Grain<ISequenceGrain>().Awaited(20);

        var both = await Task.WhenAll(request.ToListAsync(), request.ToListAsync());

        Assert.Equal(both[0], both[1]);
        Assert.Equal(20, both[0].Count);
    }
}

internal static class AsyncEnumerableReading
{
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var element in source)
        {
            list.Add(element);
        }

        return list;
    }

    /// <summary>For property tests, which are not asynchronous.</summary>
    public static List<T> ToBlockingList<T>(this IAsyncEnumerable<T> source) => source.ToListAsync().WaitAsync(Probe.Patience).Result;
}
