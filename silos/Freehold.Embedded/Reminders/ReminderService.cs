using System.Collections.Concurrent;
using Freehold.Embedded.Hosting;
using Freehold.Embedded.References;
using Orleans.Runtime;
using Orleans.Timers;

namespace Freehold.Embedded.Reminders;

/// <summary>
/// Delivers reminders. The table is the truth: one timer is set to the earliest tick, and the rows that are due then are
/// delivered. Ticks that were missed while the process was down come once, at the start.
/// </summary>
internal sealed class ReminderService(EmbeddedRuntime runtime, IReminderTable table, GrainFactory grains)
    : IReminderRegistry, IDisposable
{
    private const int MaxDuePerRound = 256;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(GrainId Grain, string Name), bool> _delivering = new();
    private readonly SemaphoreSlim _round = new(1);
    private ITimer? _timer;

    private DateTime Now => runtime.Time.GetUtcNow().UtcDateTime;

    /// <summary>Delivers what is overdue and sets the timer for what comes next.</summary>
    public async Task StartAsync()
    {
        _timer = runtime.Time.CreateTimer(
            static state => _ = ((ReminderService)state!).DeliverDueAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await DeliverDueAsync();
    }

    public async Task StopAsync()
    {
        if (_timer is { } timer)
        {
            _timer = null;
            await timer.DisposeAsync();
        }

        // The round that runs must not find the table closed.
        await _round.WaitAsync();
        _round.Release();
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < runtime.Options.MinimumReminderPeriod)
        {
            throw new ArgumentException(
                $"Reminder '{reminderName}' has a period of {period}; the shortest is {nameof(EmbeddedGrainOptions)}.{nameof(EmbeddedGrainOptions.MinimumReminderPeriod)} = {runtime.Options.MinimumReminderPeriod}.",
                nameof(period));
        }

        var start = Now + dueTime;
        var row = new ReminderRow(callingGrainId, reminderName, start, period, start);
        await table.UpsertAsync(row);

        // One at a time: an older answer to 'what is next' must not overwrite a newer one.
        await _round.WaitAsync();
        try
        {
            if (!await TryScheduleAsync())
            {
                _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _round.Release();
        }

        return row;
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) =>
        await table.DeleteAsync(callingGrainId, reminder.ReminderName);

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        (await table.OfGrainAsync(callingGrainId)).Find(row => row.ReminderName == reminderName);

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. await table.OfGrainAsync(callingGrainId)];

    public void Dispose()
    {
        _timer?.Dispose();
        _round.Dispose();
    }

    private async Task DeliverDueAsync()
    {
        await _round.WaitAsync();
        try
        {
            List<ReminderRow> due;
            do
            {
                var now = Now;
                due = await table.DueAsync(now, MaxDuePerRound);
                await Task.WhenAll(due.Select(row => table.AdvanceAsync(row, NextAfter(row, now))));
                due.ForEach(row => Deliver(row, now));
            }
            while (due.Count == MaxDuePerRound || !await TryScheduleAsync());
        }
        catch (Exception exception)
        {
            runtime.Log.RemindersNotRead(exception);
            _timer?.Change(RetryPeriod, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _round.Release();
        }
    }

    private void Deliver(ReminderRow row, DateTime now)
    {
        // A tick is left out while the one before still runs.
        if (_delivering.TryAdd((row.GrainId, row.ReminderName), true))
        {
            _ = DeliverAsync(row, now);
        }
    }

    private async Task DeliverAsync(ReminderRow row, DateTime now)
    {
        try
        {
            var reference = grains.ClassOf(row.GrainId.Type).AnyReference.Create(row.GrainId.Key.ToString());
            await reference.Send(new ReminderCall(row.ReminderName, new TickStatus(row.Start, row.Period, now)));
        }
        catch (Exception exception)
        {
            runtime.Log.ReminderFailed(exception, row.ReminderName, row.GrainId);
        }
        finally
        {
            _delivering.TryRemove((row.GrainId, row.ReminderName), out _);
        }
    }

    private static DateTime NextAfter(ReminderRow row, DateTime now)
    {
        var periods = ((now - row.Start).Ticks / row.Period.Ticks) + 1;
        return row.Start + TimeSpan.FromTicks(row.Period.Ticks * periods);
    }

    /// <summary>Sets the timer to the earliest tick; false where that is due already.</summary>
    private async Task<bool> TryScheduleAsync()
    {
        if (await table.NextDueAsync() is not { } next)
        {
            return true;
        }

        var wait = next - Now;
        if (wait <= TimeSpan.Zero)
        {
            return false;
        }

        _timer?.Change(wait < MaxTimer ? wait : MaxTimer, Timeout.InfiniteTimeSpan);
        return true;
    }
}
