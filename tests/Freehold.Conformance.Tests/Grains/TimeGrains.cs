using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>Tells of its timers' and reminders' ticks.</summary>
public interface ITimeGrain : IGrainWithStringKey
{
    /// <summary>Starts a timer that tells 'tick N'.</summary>
    Task StartTimer(TimeSpan due, TimeSpan period, bool interleave);

    /// <summary>Starts a timer whose ticks keep the activation alive or do not.</summary>
    Task StartTimerThatKeepsAlive(TimeSpan period, bool keepAlive);

    /// <summary>Sets when the timer ticks next.</summary>
    Task ChangeTimer(TimeSpan due, TimeSpan period);

    /// <summary>Stops the timer.</summary>
    Task StopTimer();

    /// <summary>Tells 'held', then waits for the gate.</summary>
    Task Hold(string gate);

    /// <summary>Does nothing.</summary>
    Task Touch();

    /// <summary>Starts a timer whose first tick fails.</summary>
    Task StartFailingTimer(TimeSpan period);
}

/// <inheritdoc cref="ITimeGrain"/>
public sealed class TimeGrain : Grain, ITimeGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Tell(Key, "deactivated");
        return Task.CompletedTask;
    }

    public Task StartTimer(TimeSpan due, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            static (self, _) => self.Tick(), this, new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartTimerThatKeepsAlive(TimeSpan period, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(() => Tick(), new GrainTimerCreationOptions(period, period) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        Probe.Tell(gate, "held");
        await Probe.Gate(gate);
    }

    public Task Touch() => Task.CompletedTask;

    public Task StartFailingTimer(TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick();
                if (_ticks == 1)
                {
                    throw new InvalidOperationException("The first tick fails.");
                }
            },
            period,
            period);
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        Probe.Tell(Key, $"tick {++_ticks}");
        return Task.CompletedTask;
    }
}

/// <summary>Tells of its reminders.</summary>
public interface IReminderGrain : IGrainWithStringKey
{
    /// <summary>Registers a reminder, or changes its times.</summary>
    Task Remind(string name, TimeSpan due, TimeSpan period);

    /// <summary>Removes a reminder.</summary>
    Task Forget(string name);

    /// <summary>The names of its reminders.</summary>
    Task<IReadOnlyList<string>> Names();
}

/// <inheritdoc cref="IReminderGrain"/>
public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    public async Task Remind(string name, TimeSpan due, TimeSpan period)
    {
        await this.RegisterOrUpdateReminder(name, due, period);

        // Orleans answers before its reminder service waits for the reminder; the service's next answer comes after that. A test that moves
        // the clock in between would find the first tick passed over.
        await this.GetReminders();
    }

    public async Task Forget(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public async Task<IReadOnlyList<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Probe.Tell(this.GetPrimaryKeyString(), reminderName);
        return Task.CompletedTask;
    }
}
