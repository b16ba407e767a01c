namespace Freehold.Inference.Scheduling;

/// <summary>The thread that runs a scheduler's steps, and takes part in the kernels; it sleeps while there is nothing to do.</summary>
internal sealed class SchedulerThread
{
    private readonly Scheduler _scheduler;
    private readonly object _gate = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _signalled;
    private volatile bool _stopping;

    public SchedulerThread(Scheduler scheduler)
    {
        _scheduler = scheduler;
        new Thread(Run) { IsBackground = true, Name = "freehold-scheduler" }.Start();
    }

    public EngineLoad Load => _scheduler.Load;

    /// <summary>Queues the sequences of a request, or says why not.</summary>
    public EngineRefusal? Submit(ReadOnlySpan<Sequence> request, string tenant)
    {
        var refusal = _scheduler.Submit(request, tenant);
        if (refusal is null)
            Wake();
        return refusal;
    }

    /// <summary>Ends sequences within one step.</summary>
    public void Cancel(ReadOnlySpan<Sequence> request)
    {
        foreach (var sequence in request)
            sequence.Cancel();
        _scheduler.NoteCancellation();
        Wake();
    }

    /// <summary>Something changed that a sleeping scheduler must look at: a request, a cancellation, a reader that has caught up.</summary>
    public void Wake()
    {
        // While the scheduler works, the signal is up already and nobody takes the lock. The exchange is a full fence: whoever finds the
        // signal up can be sure that the scheduler has yet to look at what was written before.
        if (Interlocked.Exchange(ref _signalled, 1) == 1)
            return;
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    /// <summary>Ends all sequences and completes when the thread has done its last step.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        Wake();
        return _stopped.Task;
    }

    private void Run()
    {
        while (!_stopping)
        {
            if (!_scheduler.Step())
                WaitForSignal();
        }

        _scheduler.Close();
        _stopped.SetResult();
    }

    private void WaitForSignal()
    {
        lock (_gate)
        {
            while (Interlocked.Exchange(ref _signalled, 0) == 0)
                Monitor.Wait(_gate);
        }
    }
}
