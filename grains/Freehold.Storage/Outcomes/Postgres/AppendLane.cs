using System.Threading.Channels;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Postgres;
using Npgsql;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>
/// One writer: commits what waits as one transaction, while that is on its way the next group gathers. All appends of a log go through
/// the same lane, one group after the other, and a group that fails for a while stays at the front: so a log's order of calls is kept.
/// </summary>
internal sealed class AppendLane
{
    // Bounded by PendingBound, for all lanes together.
    private readonly Channel<PendingAppend> _queue = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly List<PendingAppend> _group = [];
    private readonly PostgresDatabase _database;
    private readonly PostgresOutcomeLogOptions _options;
    private readonly PendingBound _pending;
    private readonly AppendHealth _health;
    private readonly TimeProvider _time;
    private readonly RetryDelay _delay;
    private readonly Task _ending;
    private int _alone;

    public AppendLane(
        PostgresDatabase database, PostgresOutcomeLogOptions options, PendingBound pending, AppendHealth health, TimeProvider time)
    {
        _database = database;
        _options = options;
        _pending = pending;
        _health = health;
        _time = time;
        _delay = new RetryDelay(time);
        _ending = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Hands an append over; false once the lane is closed.</summary>
    public bool TryAdd(PendingAppend append)
    {
        append.QueuedAt = _time.GetTimestamp();
        return _queue.Writer.TryWrite(append);
    }

    /// <summary>Takes no more; completes once what waits is settled.</summary>
    public Task CloseAsync()
    {
        _queue.Writer.TryComplete();
        return _ending;
    }

    private async Task RunAsync()
    {
        await using var connection = new AppendConnection(_database.DataSource, _options);
        while (await GatherAsync().ConfigureAwait(false))
        {
            var part = _group.GetRange(0, _alone > 0 ? 1 : _group.Count);
            try
            {
                Settle(part, await connection.WriteAsync(part).ConfigureAwait(false));
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                GiveUpOld(exception);
                if (_group.Count > 0)
                    await _delay.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfOneRow(exception) && part.Count > 1)
            {
                _alone = part.Count;
            }
            catch (Exception exception)
            {
                // Whatever it is, this loop must live on: without it nothing of its logs is ever appended again.
                Fail(part, Describe("refused an append", exception), IsOfOneRow(exception));
            }
        }
    }

    /// <summary>Fills the group up with what waits; false once there is nothing and never will be.</summary>
    private async ValueTask<bool> GatherAsync()
    {
        do
        {
            var bytes = _group.Sum(append => (long)append.Bytes);
            while (_group.Count < _options.MaxGroup && bytes < _options.MaxGroupBytes && _queue.Reader.TryRead(out var append))
            {
                append.IsDropped = append.CancellationToken.IsCancellationRequested;
                if (append.IsDropped)
                    End(append, default, null);
                else
                    _group.Add(append);
                bytes += append.IsDropped ? 0 : append.Bytes;
            }

            if (_group.Count > 0)
                return true;
        }
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false));
        return false;
    }

    private void Settle(List<PendingAppend> part, AppendResult[] results)
    {
        _group.RemoveRange(0, part.Count);
        _alone = Math.Max(0, _alone - 1);
        _delay.Reset();
        _health.Working();
        for (var i = 0; i < results.Length; i++)
            End(part[i], results[i], null);
    }

    private void Fail(List<PendingAppend> part, OutcomeLogException fault, bool isOfOneRow)
    {
        _group.RemoveRange(0, part.Count);
        _alone = Math.Max(0, _alone - 1);
        if (!isOfOneRow)
            _health.Failing(fault.Message);
        foreach (var append in part)
            End(append, default, fault);
    }

    // Each append has its own time. One that was taken late is tried once all the same.
    private void GiveUpOld(Exception cause)
    {
        var fault = Describe($"could not commit an append within {_options.RetryForMs} ms", cause);
        _health.Failing(fault.Message);
        var old = _group.FindAll(append => _time.GetElapsedTime(append.QueuedAt).TotalMilliseconds >= _options.RetryForMs);
        _group.RemoveAll(old.Contains);
        _alone = 0;
        foreach (var append in old)
            End(append, default, fault);
    }

    private void End(PendingAppend append, AppendResult result, OutcomeLogException? fault)
    {
        _pending.Remove(append.Bytes);
        append.Settle(result, fault);
    }

    private OutcomeLogException Describe(string what, Exception exception) => new(
        $"The outcome log {what} in the {_database.Name}: {PostgresFaults.Words(exception)} {PostgresFaults.Remedy(exception)}", exception);

    // The id came in by another log of the tenant, at the same time: the next attempt finds it.
    private static bool IsTransient(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } || PostgresFaults.IsTransient(exception);

    // Classes of SQLSTATE: data, constraint, raised by a trigger, a limit exceeded.
    private static bool IsOfOneRow(Exception exception) =>
        exception is PostgresException { SqlState: [('2'), ('2' or '3'), ..] or ['P', '0', ..] or ['5', '4', ..] };
}
