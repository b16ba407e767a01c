using System.Runtime.CompilerServices;
using Freehold.Embedded.Calls;
using Orleans.Runtime;

namespace Freehold.Embedded.Activations;

/// <summary>
/// The turns of one activation: a task scheduler that runs one item at a time, in order, on whichever pool thread is free.
/// It is its own pool work item, and is queued there only while it has something to do.
/// </summary>
internal abstract class Mailbox : TaskScheduler, IThreadPoolWorkItem, IWorkItemScheduler
{
    /// <summary>After this many items the thread goes to the other activations that wait for one.</summary>
    private const int MaxItemsPerSlice = 128;

    private static readonly WorkItem Taken = new TaskItem(Task.CompletedTask);
    private static readonly Action<object?> RunScope = static state => ((Mailbox)state!).RunItems();

    // Null: idle. Otherwise queued or running: the items that came since, newest first, ended by null, or Taken for none.
    private WorkItem? _inbox;
    private WorkItem? _batch;
    private Call? _finished;
    private int _budget;

    public sealed override int MaximumConcurrencyLevel => 1;

    /// <summary>Items that no turn has seen yet; an estimate when read from outside.</summary>
    protected int InboxDepth => Volatile.Read(ref _inbox)?.Depth ?? 0;

    protected bool IsIdleMailbox => Volatile.Read(ref _inbox) is null;

    /// <summary>Whether <see cref="ResumeCalls"/> has something to start.</summary>
    protected abstract bool MustResumeCalls { get; }

    public void Post(WorkItem item)
    {
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            item.Next = ReferenceEquals(head, Taken) ? null : head;
            item.Depth = (head?.Depth ?? 0) + 1;
            var seen = Interlocked.CompareExchange(ref _inbox, item, head);
            if (ReferenceEquals(seen, head))
            {
                break;
            }

            head = seen;
        }

        if (head is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void QueueAction(Action action) => Post(new ActionItem(static action => ((Action)action!)(), action));

    public void QueueAction(Action<object> action, object state) => Post(new ActionItem(action!, state));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = (Activation)this;
        _budget = MaxItemsPerSlice;
        while (_budget > 0 && (MustResumeCalls || Peek() is not null))
        {
            if (!MustResumeCalls && _finished is null && _batch is TaskItem continuation)
            {
                // A continuation is a task of this scheduler already.
                Pop();
                TryExecuteTask(continuation.Task);
            }
            else
            {
                // Calls are started inside of a task, so that they find this scheduler as TaskScheduler.Current.
                new Task(RunScope, this, CancellationToken.None, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);
            }
        }

        RuntimeContext.Current = null;
        var finished = _finished;
        _finished = null;
        if (_batch is not null || MustResumeCalls || Interlocked.CompareExchange(ref _inbox, null, Taken) != Taken)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        // Out of the turn, and with the activation free for others, the caller goes on right here instead of in the pool.
        finished?.Deliver();
    }

    protected sealed override void QueueTask(Task task) => Post(new TaskItem(task));

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, this) && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];

    /// <summary>Takes a call that came.</summary>
    protected abstract void Receive(Call call);

    /// <summary>Starts the calls that waited and may run now.</summary>
    protected abstract void ResumeCalls();

    /// <summary>Answers the caller: at the end of this slice when nothing else is to be done, else now.</summary>
    protected void Answer(Call call)
    {
        if (_finished is null && !MustResumeCalls && Peek() is null)
        {
            _finished = call;
        }
        else
        {
            call.Deliver();
        }
    }

    private void RunItems()
    {
        var cleanContext = ExecutionContext.Capture()!;
        while (true)
        {
            if (MustResumeCalls)
            {
                ResumeCalls();
            }
            else if (_budget-- > 0 && Peek() is not null)
            {
                // An answer that was held back must not wait for the next call to run.
                _finished?.Deliver();
                _finished = null;
                RunItem(Pop());
            }
            else
            {
                return;
            }

            if (!ReferenceEquals(ExecutionContext.Capture(), cleanContext))
            {
                ExecutionContext.Restore(cleanContext);
            }
        }
    }

    private void RunItem(WorkItem item)
    {
        switch (item)
        {
            case Call call:
                Receive(call);
                break;
            case TaskItem continuation:
                TryExecuteTask(continuation.Task);
                break;
            case ActionItem action:
                action.Run();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WorkItem? Peek() => _batch ?? TakeInbox();

    private WorkItem Pop()
    {
        var item = _batch!;
        _batch = item.Next;
        item.Next = null;
        return item;
    }

    private WorkItem? TakeInbox()
    {
        if (ReferenceEquals(Volatile.Read(ref _inbox), Taken))
        {
            return null;
        }

        var newest = Interlocked.Exchange(ref _inbox, Taken);
        WorkItem? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return _batch = oldest;
    }
}
