using Freehold.Contracts.Outcomes;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sharing;

namespace Freehold.Storage.Tests.Outcomes.Sharing;

/// <summary>The suite on a log whose readers share what they read.</summary>
public sealed class SharedOutcomeLogTests() : OutcomeLogTests(new SharedOutcomeStore());

public sealed class SharedOutcomeReadsTests : IDisposable
{
    private static readonly OutcomeLogId Acme = Events.LogOf("acme");

    private readonly SharedOutcomeStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IOutcomeLog Log => _store.Log;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_new_event_is_decoded_once_for_all_of_its_readers()
    {
        await AppendAsync(1, 3);
        Assert.Equal(3, (await Log.ReadAsync(Acme, 0, 10, Stop)).Count);
        await AppendAsync(4, 6);

        var first = await Log.ReadAsync(Acme, 3, 10, Stop);
        var second = await Log.ReadAsync(Acme, 1, 10, Stop);

        Assert.Equal([4L, 5, 6], first.Select(logged => logged.Sequence));
        Assert.Equal([2L, 3, 4, 5, 6], second.Select(logged => logged.Sequence));
        Assert.All(first, logged => Assert.Same(logged, second.Single(other => other.Sequence == logged.Sequence)));
    }

    [Fact]
    public async Task What_another_process_appended_is_found_by_the_next_read()
    {
        await AppendAsync(1, 2);
        await Log.ReadAsync(Acme, 0, 10, Stop);
        await _store.Beneath.AppendAsync(Acme, Events.Outcome("elsewhere"), Stop);

        Assert.Equal(["r2", "elsewhere"], (await Log.ReadAsync(Acme, 1, 10, Stop)).Select(logged => logged.Outcome!.Id));
        Assert.Equal("elsewhere", Assert.Single(await Log.ReadAsync(Acme, 2, 10, Stop)).Outcome!.Id);
    }

    [Fact]
    public async Task A_replay_of_the_past_leaves_the_tail_as_it_is()
    {
        await AppendAsync(1, 20);
        await Log.ReadAsync(Acme, 15, 10, Stop);
        var before = await Log.ReadAsync(Acme, 15, 10, Stop);

        Assert.Equal(4, (await Log.ReadAsync(Acme, 2, 4, Stop)).Count);

        Assert.Same(before[0], (await Log.ReadAsync(Acme, 15, 10, Stop))[0]);
    }

    [Fact]
    public async Task A_reader_far_ahead_begins_a_new_tail_without_a_gap()
    {
        await AppendAsync(1, 4);
        await Log.ReadAsync(Acme, 0, 10, Stop);
        await AppendAsync(5, 30);

        Assert.Equal(28, (await Log.ReadAsync(Acme, 27, 10, Stop))[0].Sequence);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (long)i), (await Log.ReadAsync(Acme, 0, 100, Stop)).Select(logged => logged.Sequence));
    }

    [Fact]
    public async Task Many_readers_beside_a_writer_each_see_every_event_once()
    {
        const int events = 400;
        var readers = Enumerable.Range(0, 6).Select(reader => Task.Run(async () =>
        {
            var (seen, batch) = (new List<long>(), 1 + (reader * 7));
            while (seen.Count < events)
                seen.AddRange((await Log.ReadAsync(Acme, seen.Count > 0 ? seen[^1] : 0, batch, Stop)).Select(logged => logged.Sequence));
            return seen;
        }, Stop)).ToArray();
        await AppendAsync(1, events);

        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal(Enumerable.Range(1, events).Select(i => (long)i), seen));
    }

    [Fact]
    public void A_tail_keeps_a_bounded_number_of_events()
    {
        var tail = new LogTail();
        var after = 0L;
        for (var batch = 0; batch < 5; batch++, after += OutcomeLogBounds.MaxReadEvents)
            tail.Keep(after, Logged(after, OutcomeLogBounds.MaxReadEvents));

        Assert.False(tail.Covers(0));
        Assert.True(tail.Covers(after));
        Assert.InRange(Kept(tail, after), OutcomeLogBounds.MaxReadEvents, LogTail.MaxEvents);
    }

    [Fact]
    public void All_tails_together_keep_a_bounded_number_of_events_and_those_in_use_stay()
    {
        var tails = new LogTails();
        var logs = Enumerable.Range(0, 40).Select(i => Events.LogOf($"tenant-{i}")).ToArray();
        foreach (var log in logs)
        {
            tails.Keep(logs[0], tails.Of(logs[0]), 0, Logged(0, 1_000)); // In use all the time.
            tails.Keep(log, tails.Of(log), 0, Logged(0, 1_000));
        }

        var kept = logs.Sum(log => Kept(tails.Of(log), 1_000));
        Assert.InRange(kept, 10_000, LogTails.MaxEvents);
        Assert.Equal(1_000, Kept(tails.Of(logs[0]), 1_000));
        Assert.Equal(0, Kept(tails.Of(logs[1]), 1_000));
    }

    private static int Kept(LogTail tail, long last)
    {
        var from = last;
        while (from > 0 && tail.Covers(from - 1))
            from--;
        return tail.Covers(last) ? (int)(last - from) : 0;
    }

    private static LogEvent[] Logged(long after, int count) =>
        [.. Enumerable.Range(1, count).Select(i => new LogEvent(after + i, null, null))];

    private async Task AppendAsync(int from, int to)
    {
        for (var i = from; i <= to; i++)
            await Log.AppendAsync(Acme, Events.Outcome($"r{i}"), Stop);
    }
}
