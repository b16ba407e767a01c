using Freehold.Storage.Threads;

namespace Freehold.Storage.Tests;

public sealed class WorkQueueTests
{
    [Fact]
    public void A_taker_gets_what_waits_up_to_its_batch_in_order()
    {
        var queue = new WorkQueue<int>(typeof(WorkQueueTests), maxItems: 10, maxBytes: 100);
        for (var i = 0; i < 5; i++)
            Assert.True(queue.TryAdd(i, bytes: 1));

        var batch = new int[3];
        Assert.Equal(3, queue.Take(batch));
        Assert.Equal([0, 1, 2], batch);
        Assert.Equal(2, queue.Take(batch));
    }

    [Fact]
    public void It_is_bounded_in_items_and_in_bytes_and_taking_makes_room()
    {
        var queue = new WorkQueue<int>(typeof(WorkQueueTests), maxItems: 2, maxBytes: 100);
        Assert.True(queue.TryAdd(1, bytes: 60));
        Assert.False(queue.TryAdd(2, bytes: 41));
        Assert.True(queue.TryAdd(2, bytes: 40));
        Assert.False(queue.TryAdd(3, bytes: 0));

        queue.Take(new int[1]);
        Assert.True(queue.TryAdd(3, bytes: 60));
    }

    [Fact]
    public void Closed_it_hands_out_the_rest_and_takes_no_more()
    {
        var queue = new WorkQueue<int>(typeof(WorkQueueTests), maxItems: 2, maxBytes: 100);
        queue.TryAdd(1, bytes: 1);
        queue.Close();

        Assert.Throws<ObjectDisposedException>(() => queue.TryAdd(2, bytes: 1));
        Assert.Equal(1, queue.Take(new int[2]));
        Assert.Equal(0, queue.Take(new int[2]));
    }

    [Fact]
    public async Task Closing_ends_the_wait_of_every_taker()
    {
        var queue = new WorkQueue<int>(typeof(WorkQueueTests), maxItems: 2, maxBytes: 100);
        var takers = Enumerable.Range(0, 3)
            .Select(_ => Task.Factory.StartNew(() => queue.Take(new int[1]), TaskCreationOptions.LongRunning))
            .ToArray();

        queue.Close();

        Assert.All(await Task.WhenAll(takers), count => Assert.Equal(0, count));
    }
}
